namespace Engine;

/// <summary>Outcome of an iterative solve for a direction.</summary>
/// <param name="Status">Of the worst system.</param>
/// <param name="RelativeResidual">Of the worst system, unpreconditioned, in fp64.</param>
/// <param name="Iterations">Of all systems together.</param>
internal readonly record struct NormalSolve(SolveStatus Status, double RelativeResidual, int Iterations)
{
    /// <summary>Condition number of the system of the first output; null when nobody looked.</summary>
    public double? Condition { get; init; }

    /// <summary>The same with its preconditioner.</summary>
    public double? PreconditionedCondition { get; init; }

    /// <summary>Systems whose stationary iteration diverged or stood still, and which conjugate gradients solved.</summary>
    public int Replaced { get; init; }

    /// <summary>Time for preconditioners.</summary>
    public TimeSpan BuildTime { get; init; }

    /// <summary>Whether g is of use: a truncated solve is as long as it explains half of the right-hand side, and then the step goes down.</summary>
    public bool Usable => RelativeResidual <= 0.5;
}
