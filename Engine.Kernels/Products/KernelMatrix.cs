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

    /// <summary>H H^T of sparse rows, summed in fp64: one multiplication for each pair of samples and unit active on both.</summary>
    public KernelMatrix(ActiveRows rows, WorkerTeam team)
    {
        Stride = (rows.Count + TileProduct.PanelWidth - 1) / TileProduct.PanelWidth * TileProduct.PanelWidth;
        _values = new NativeBuffer<float>((long)rows.Count * Stride);
        using var sums = new NativeBuffer<double>((long)rows.Count * rows.Count);
        ActiveGram.AddLower(rows, new UnitColumns().Read(rows), [], sums.Pointer, rows.Count, team);
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j <= i; j++) Row(i)[j] = Row(j)[i] = (float)sums.Pointer[(long)i * rows.Count + j];
        }
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
