namespace ILGPU.Algorithms;

/// <summary>Makes <see cref="XMath"/> usable in kernels.</summary>
public static class AlgorithmContext
{
    /// <summary>No effect here: it always is.</summary>
    public static Context.Builder EnableAlgorithms(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }
}
