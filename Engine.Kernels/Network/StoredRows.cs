namespace Engine.Kernels;

/// <summary>W in memory.</summary>
/// <param name="weights">(m, d) row-major; owned.</param>
/// <param name="dimension">d.</param>
internal sealed unsafe class StoredRows(NativeBuffer<float> weights, int dimension) : WeightRows(dimension)
{
    /// <summary>W, (m, d).</summary>
    public NativeBuffer<float> Weights => weights;

    /// <inheritdoc/>
    public override long Bytes => weights.Bytes;

    /// <inheritdoc/>
    public override float* Read(int first, int count, float* scratch) => weights.Pointer + (long)first * Dimension;

    /// <inheritdoc/>
    public override void Dispose() => weights.Dispose();
}
