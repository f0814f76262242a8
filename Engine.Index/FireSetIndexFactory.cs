namespace Engine.Indexing;

/// <summary>Makes the index of a kind; what half-space reporting searches its points with, <see cref="ThresholdIndexFactory"/> decides.</summary>
public static class FireSetIndexFactory
{
    /// <summary>An index that is not started yet.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="setting">Threshold and expected share of fired pairs; who moves follows from the kind.</param>
    /// <param name="memoryBudget">Most bytes a correlation tree may take.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none.</exception>
    /// <remarks>Its <see cref="IFireSetIndex.Init"/> throws <see cref="ArgumentException"/> when the environment variable ENGINE_INDEX forces an index that is not exact or does not suit the kind.</remarks>
    public static IFireSetIndex Create(FireSetIndexKind kind, IndexSetting setting, long memoryBudget) => kind switch
    {
        FireSetIndexKind.HalfSpaceOverWeights => new HalfSpaceOverWeights(
            (d, points) => (IDynamicThresholdIndex)Exact(d, points, setting with { Dynamic = true })),
        FireSetIndexKind.HalfSpaceOverData => new HalfSpaceOverData(
            (d, points) => Exact(d, points, setting with { Dynamic = false }), setting.Threshold),
        FireSetIndexKind.CorrelationDTree => new CorrelationDTree(memoryBudget),
        FireSetIndexKind.CorrelationWTree => new CorrelationWTree(memoryBudget),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"kind is a defined value does not hold: kind={(int)kind}."),
    };

    private static IThresholdIndex Exact(int dimension, ReadOnlySpan<float> points, IndexSetting setting)
    {
        IndexChoice choice = ThresholdIndexFactory.Create(dimension, points, setting);
        // Even with a stated miss probability of 0 it is exact up to the rounding of its planes only.
        if (choice.Index is SignHashIndex)
            throw new ArgumentException($"fire sets need an exact index does not hold: {choice.Name} ({choice.Reason}) may miss points.");
        return choice.Index;
    }
}
