namespace Engine.Cli;

/// <summary>What the steps of a run counted, all together; the starting point is not in it.</summary>
internal sealed record WorkReport
{
    public required long DueNeurons { get; init; }
    public required long NodesVisited { get; init; }
    public required long InnerProducts { get; init; }
    public required long Screened { get; init; }
    public required long Rechecks { get; init; }
    public required long SearchBytes { get; init; }
    public long? FiredMultiplications { get; init; }

    /// <summary>Adds up a run's history.</summary>
    public static WorkReport Of(IReadOnlyList<StepMetrics> history)
    {
        IReadOnlyList<StepMetrics> steps = [.. history.Skip(1)];
        return new WorkReport
        {
            DueNeurons = steps.Sum(step => step.DueNeurons),
            NodesVisited = steps.Sum(step => step.NodesVisited),
            InnerProducts = steps.Sum(step => step.InnerProducts),
            Screened = steps.Sum(step => step.Screened),
            Rechecks = steps.Sum(step => step.Rechecks),
            SearchBytes = steps.Sum(step => step.SearchBytes),
            FiredMultiplications = steps.Any(step => step.FiredMultiplications is null) ? null : steps.Sum(step => step.FiredMultiplications),
        };
    }
}
