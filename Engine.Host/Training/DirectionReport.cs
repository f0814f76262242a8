namespace Engine;

/// <summary>What a direction tells the step rule and the telemetry.</summary>
internal sealed record DirectionReport
{
    /// <summary>Whether there is a direction; false when the linear system could not be solved.</summary>
    public required bool Solved { get; init; }

    /// <summary>Derivative of the objective along the full step; negative for a descent direction.</summary>
    public required double Slope { get; init; }

    /// <summary>First step length to try.</summary>
    public double FirstLength { get; init; } = 1;

    /// <summary>Share of the displacement W - W(0) that a full step gives up; 0 without a ridge.</summary>
    public double Shrink { get; init; }

    /// <summary>|W - W(0)|^2 after a full step.</summary>
    public double TargetSquared { get; init; }

    /// <summary>Inner product of W - W(0) at the base point and after a full step.</summary>
    public double TargetProduct { get; init; }

    /// <summary>Damping used, relative to the mean diagonal of the Gram matrix.</summary>
    public double Damping { get; init; }

    /// <summary>Inner iterations.</summary>
    public int Iterations { get; init; }

    /// <summary>|b - A g| / |b| of an iterative solve, in fp64; null for a direct one, and for gradient descent.</summary>
    public double? SolveResidual { get; init; }

    /// <summary>How a solver without the Gram matrix ended; null for others.</summary>
    public NormalSolve? Solve { get; init; }

    /// <summary>Time for fire sets and Gram matrix, or preconditioner.</summary>
    public TimeSpan GramTime { get; init; }

    /// <summary>Time for the solve.</summary>
    public TimeSpan SolveTime { get; init; }
}
