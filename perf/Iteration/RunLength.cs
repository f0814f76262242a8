namespace Engine.Perf;

/// <summary>How long a run goes on, and what else it does on its way.</summary>
/// <param name="Most">Iterations at most.</param>
internal sealed record RunLength(int Most)
{
    /// <summary>Share of the first loss at which the run has converged; 0 for one that goes all the way.</summary>
    public double ConvergedShare { get; init; }

    /// <summary>Iterations after that.</summary>
    public int Further { get; init; }

    /// <summary>Whether rounding errors are ended from time to time, as training does.</summary>
    public bool Refreshes { get; init; }

    /// <summary>Iteration whose outputs are compared with those of another run; the last one when null.</summary>
    public int? ComparedAfter { get; init; }
}
