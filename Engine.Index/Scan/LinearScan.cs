using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>Compares every stored point: the oracle of all others, and the fastest from about d = 16 on when the int8 screen does not apply.</summary>
/// <remarks>n m d fused multiply-adds for n queries, n m / 8 bytes of bits. A point's slot is its id. Updates cost O(d).</remarks>
internal sealed unsafe class LinearScan : IDynamicThresholdIndex
{
    // A block of panels stays in the second-level cache while all queries of a group pass over it.
    private const int BlockBytes = 128 << 10, MostQueries = 64;
    private const long BitBytes = 4 << 20;

    private readonly PointPanels _points;
    private readonly bool _wide;

    /// <summary>Stores points 0 .. m-1.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="points">Shape (m, d), row-major, finite. Copied.</param>
    public LinearScan(int dimension, ReadOnlySpan<float> points)
        : this(dimension, points, Vector512.IsHardwareAccelerated)
    {
    }

    /// <summary>As the other, with vectors of a given width.</summary>
    internal LinearScan(int dimension, ReadOnlySpan<float> points, bool wide)
    {
        Inputs.Dimension(dimension);
        Count = Inputs.Rows(points, dimension, nameof(points));
        _wide = wide;
        _points = new PointPanels(dimension, Count);
        for (int id = 0; id < Count; id++) _points.Set(id, points.Slice(id * dimension, dimension));
    }

    /// <inheritdoc/>
    public int Dimension => _points.Dimension;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public double MissProbability => 0;

    /// <inheritdoc/>
    public bool Contains(int id) => _points.IsLive(id);

    /// <inheritdoc/>
    public IndexWork Insert(int id, ReadOnlySpan<float> point)
    {
        Inputs.FreeId(id, Contains(id));
        Inputs.Point(point, Dimension);
        _points.Set(id, point);
        Count++;
        return Moved();
    }

    /// <inheritdoc/>
    public IndexWork Delete(int id)
    {
        Inputs.UsedId(id, Contains(id));
        _points.Clear(id);
        Count--;
        return new IndexWork(Bytes: sizeof(uint));
    }

    /// <inheritdoc/>
    public IndexWork Update(int id, ReadOnlySpan<float> point)
    {
        Inputs.UsedId(id, Contains(id));
        Inputs.Point(point, Dimension);
        _points.Set(id, point);
        return Moved();
    }

    /// <inheritdoc/>
    public IndexWork Report(ReadOnlySpan<float> queries, float threshold, ThresholdHits hits)
    {
        Inputs.Threshold(threshold);
        int count = Inputs.Rows(queries, Dimension, nameof(queries));
        hits.Begin();
        int words = _points.PanelCount;
        int group = (int)Math.Clamp(BitBytes / (sizeof(uint) * Math.Max(words, 1L)), PanelKernel.TileQueries, MostQueries) & -PanelKernel.TileQueries;
        IndexWork work = default;
        for (int first = 0; first < count; first += group)
        {
            int taken = Math.Min(group, count - first);
            ScanGroup(queries.Slice(first * Dimension, taken * Dimension), taken, threshold, hits);
            work += new IndexWork(InnerProducts: (long)taken * Count, Bytes: words * _points.PanelBytes);
        }

        return work;
    }

    private void ScanGroup(ReadOnlySpan<float> queries, int count, float threshold, ThresholdHits hits)
    {
        int words = _points.PanelCount, stride = BitRows.Stride(words), padded = (count + PanelKernel.TileQueries - 1) & -PanelKernel.TileQueries;
        AlignedMemory<float> rows = hits.Scratch.Queries((long)padded * Dimension);
        AlignedMemory<uint> bits = hits.Scratch.Bits((long)padded * stride);
        var copy = new Span<float>(rows.Pointer, padded * Dimension);
        queries.CopyTo(copy);
        // Rows that pad the last tile are computed and not looked at.
        copy[queries.Length..].Clear();
        int block = (int)Math.Max(1, BlockBytes / _points.PanelBytes);
        for (int p = 0; p < words; p += block)
        {
            int panels = Math.Min(block, words - p);
            for (int q = 0; q < padded; q += PanelKernel.TileQueries)
                PanelKernel.Above(_points.Panel(p), panels, Dimension, rows.Pointer + (long)q * Dimension, threshold, bits.Pointer + (long)q * stride + p, stride, _wide);
        }

        for (int q = 0; q < count; q++)
        {
            BitRows.Append(bits.Pointer + (long)q * stride, _points.Live, hits);
            hits.EndRow();
        }

        GC.KeepAlive(_points);
    }

    private IndexWork Moved() => new(Refreshes: 1, Bytes: (long)Dimension * sizeof(float));
}
