namespace Engine.Kernels;

/// <summary>The samples X (n x d) in the two layouts the passes read: padded rows, and panels of 32 columns of X^T.</summary>
internal sealed unsafe class PackedRows : IDisposable
{
    private readonly NativeBuffer<float> _rows;
    private readonly NativeBuffer<float> _panels;

    /// <summary>Packs n rows.</summary>
    /// <param name="rows">Shape (n, d), row-major.</param>
    /// <param name="dimension">d, at least 1.</param>
    public PackedRows(ReadOnlySpan<float> rows, int dimension)
    {
        Count = rows.Length / dimension;
        Dimension = dimension;
        PaddedDimension = Lanes.RoundUp(dimension);
        PanelCount = (Count + TileProduct.PanelWidth - 1) / TileProduct.PanelWidth;
        // 8 further rows of zeros: a tile of rows may start at any row.
        _rows = new NativeBuffer<float>((long)(Count + TileProduct.TileRows) * PaddedDimension);
        _panels = new NativeBuffer<float>((long)PaddedCount * dimension);
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> row = rows.Slice(i * dimension, dimension);
            row.CopyTo(new Span<float>(Row(i), dimension));
            float* column = Panels + (long)(i / TileProduct.PanelWidth) * TileProduct.PanelWidth * dimension + i % TileProduct.PanelWidth;
            for (int k = 0; k < dimension; k++) column[k * TileProduct.PanelWidth] = row[k];
        }
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>d rounded up to 16; rows are this far apart and end in zeros.</summary>
    public int PaddedDimension { get; }

    /// <summary>Panels of 32 samples; the last one is filled up with zero rows.</summary>
    public int PanelCount { get; }

    /// <summary>n rounded up to 32: the length of one row of scores.</summary>
    public int PaddedCount => PanelCount * TileProduct.PanelWidth;

    /// <summary>Bytes held.</summary>
    public long Bytes => _rows.Bytes + _panels.Bytes;

    /// <summary>Panels, see <see cref="TileProduct.Multiply"/>.</summary>
    public float* Panels => _panels.Pointer;

    /// <summary>Sample i, <see cref="PaddedDimension"/> floats.</summary>
    public float* Row(int i) => _rows.Pointer + (long)i * PaddedDimension;

    /// <summary>All samples, d floats each.</summary>
    public ReadOnlySpan<float> RowSpan(int i) => new(Row(i), Dimension);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _panels.Dispose();
    }
}
