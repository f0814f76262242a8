namespace Engine.Perf;

/// <summary>How long a run goes on, and what else it does on its way.</summary>
/// <param name="Most">Iterations at most.</param>
internal sealed record RunLength(int Most)
{
    /// <summary>Share of the first loss at which the run has converged; 0 for one that goes all the way.</summary>
    public double ConvergedShare { get; init; }

    /// <summary>Iterations after that.</summary>
    public int Further { get; init; }

    /// <summary>Iterations between two that choose every list again, as training does; 0 for never.</summary>
    public int RefreshPeriod { get; init; }

    /// <summary>Iteration whose outputs are compared with those of another run; the last one when null.</summary>
    public int? ComparedAfter { get; init; }

    /// <summary>Whether iteration t, counted from 1, chooses every list again.</summary>
    public bool Refreshes(int t) => RefreshPeriod > 0 && t % RefreshPeriod == 0;
}
