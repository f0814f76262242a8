namespace Engine.Cli;

/// <summary>One step of second order in <c>train --json</c>: what the papers make claims about.</summary>
internal sealed record StepReport
{
    public required int Step { get; init; }
    public required double RelativeLoss { get; init; }
    public required double Contraction { get; init; }
    public required double StepLength { get; init; }
    public required double Damping { get; init; }
    public required double FiredPerSample { get; init; }
    public required long Flips { get; init; }
    public required int InnerIterations { get; init; }
    public double? SolveResidual { get; init; }
    public double? Condition { get; init; }
    public double? PreconditionedCondition { get; init; }
    public int? Replaced { get; init; }
    public double? LargestMovement { get; init; }
    public required double Milliseconds { get; init; }

    /// <summary>The report of one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="width">m.</param>
    public static StepReport Of(StepMetrics step, int width) => new()
    {
        Step = step.Step,
        RelativeLoss = step.RelativeLoss,
        Contraction = step.Contraction,
        StepLength = step.StepLength,
        Damping = step.Damping,
        FiredPerSample = step.FireFraction * width,
        Flips = step.Flips,
        InnerIterations = step.SolverIterations,
        SolveResidual = step.SolveResidual,
        Condition = step.Condition,
        PreconditionedCondition = step.PreconditionedCondition,
        Replaced = step.Replaced,
        LargestMovement = step.LargestMovement,
        Milliseconds = step.GramMs + step.SolveMs + step.UpdateMs,
    };
}
