namespace Engine.Kernels;

/// <summary>W(0) of standard normal numbers, drawn whenever a row is read: component k of row r is element r d + k of the sequence.</summary>
/// <param name="random">Seed and stream.</param>
/// <param name="dimension">d.</param>
internal sealed unsafe class DrawnRows(CounterRandom random, int dimension) : WeightRows(dimension)
{
    /// <inheritdoc/>
    public override long Bytes => 0;

    /// <inheritdoc/>
    public override float* Read(int first, int count, float* scratch)
    {
        random.FillNormals(new Span<float>(scratch, checked(count * Dimension)), (ulong)first * (ulong)Dimension);
        return scratch;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
