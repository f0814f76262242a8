namespace Engine.Kernels;

/// <summary>X X^T (n x n, fp32), rows <see cref="Stride"/> floats apart.</summary>
internal sealed unsafe class KernelMatrix : IDisposable
{
    private readonly NativeBuffer<float> _values;

    /// <summary>Multiplies; cost 2 n^2 d.</summary>
    public KernelMatrix(PackedRows samples, WorkerTeam team)
    {
        Stride = samples.PaddedCount;
        int tiles = (samples.Count + TileProduct.TileRows - 1) / TileProduct.TileRows;
        _values = new NativeBuffer<float>((long)tiles * TileProduct.TileRows * Stride);
        team.Run(tiles, (_, tile) => TileProduct.Multiply(
            samples.Row(tile * TileProduct.TileRows), samples.PaddedDimension, samples.Panels, samples.PanelCount, samples.Dimension,
            Row(tile * TileProduct.TileRows), Stride));
    }

    /// <summary>n rounded up to 32.</summary>
    public int Stride { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _values.Bytes;

    /// <summary>Row i.</summary>
    public float* Row(int i) => _values.Pointer + (long)i * Stride;

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();
}
