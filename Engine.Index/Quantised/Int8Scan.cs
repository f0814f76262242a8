using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Indexing;

/// <summary>Exact: int8 products with a certified bound decide almost every pair, exact ones the rest.</summary>
/// <remarks>
/// Static; <see cref="Rebuild"/> takes new points. m d bytes of codes are read per 64 queries, and 4 m d bytes of points lie beside them for the checks. Of Gaussian weights and unit queries about 1 % of the pairs
/// are checked at d = 64. The decisions, and so the counted work, are the same integers on every machine.
/// </remarks>
internal sealed unsafe class Int8Scan : IThresholdIndex
{
    // A block of codes, and the rows beside it, stay in the second-level cache while all queries of a group pass over them.
    private const int BlockBytes = 64 << 10, MostQueries = 256, MostPanels = 64, Lanes = PointPanels.Lanes, Pack = ByteLevels.PackQueries;
    private const long BitBytes = 8 << 20;

    private readonly ByteProducts _products;
    private QuantisedPoints _codes = null!;
    private AlignedMemory<float> _rows = null!;
    private uint[] _live = [];

    /// <summary>Stores points 0 .. m-1.</summary>
    /// <param name="dimension">d, at most 16,384.</param>
    /// <param name="points">Shape (m, d), row-major, finite. Copied.</param>
    public Int8Scan(int dimension, ReadOnlySpan<float> points)
        : this(dimension, points, ByteProductsSupport.Best)
    {
    }

    /// <summary>As the other, with given instructions, which must be there.</summary>
    internal Int8Scan(int dimension, ReadOnlySpan<float> points, ByteProducts products)
    {
        Inputs.Dimension(dimension);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, ByteLevels.MostComponents);
        Dimension = dimension;
        _products = products;
        Rebuild(points);
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public double MissProbability => 0;

    /// <summary>Replaces all points.</summary>
    /// <param name="points">Shape (m, d), row-major, finite. Copied.</param>
    /// <remarks>O(m d).</remarks>
    public IndexWork Rebuild(ReadOnlySpan<float> points)
    {
        int count = Inputs.Rows(points, Dimension, nameof(points));
        var codes = new QuantisedPoints(Dimension, points);
        var rows = new AlignedMemory<float>((long)count * PaddedRows.Stride(Dimension));
        PaddedRows.Copy(points, Dimension, rows);
        (_codes, _rows, Count) = (codes, rows, count);
        _live = new uint[codes.PanelCount];
        Array.Fill(_live, uint.MaxValue);
        if (count % Lanes != 0) _live[^1] = (1u << (count % Lanes)) - 1;
        return new IndexWork(Refreshes: count, Bytes: rows.Bytes + (long)codes.PanelCount * codes.PanelBytes);
    }

    /// <inheritdoc/>
    public IndexWork Report(ReadOnlySpan<float> queries, float threshold, ThresholdHits hits)
    {
        Inputs.Threshold(threshold);
        int count = Inputs.Rows(queries, Dimension, nameof(queries)), words = _live.Length;
        hits.Begin();
        int group = (int)Math.Clamp(BitBytes / (sizeof(uint) * Math.Max(words, 1L)), Pack, MostQueries) & -Pack;
        IndexWork work = default;
        for (int first = 0; first < count; first += group)
        {
            int taken = Math.Min(group, count - first);
            work += ScanGroup(queries.Slice(first * Dimension, taken * Dimension), taken, threshold, hits);
        }

        return work;
    }

    private IndexWork ScanGroup(ReadOnlySpan<float> queries, int count, float threshold, ThresholdHits hits)
    {
        int words = _live.Length, stride = BitRows.Stride(words), packs = (count + Pack - 1) / Pack, block = Math.Clamp(BlockBytes / _codes.PanelBytes, 1, MostPanels);
        int rowStride = PaddedRows.Stride(Dimension), blockStride = BitRows.Stride(block);
        AlignedMemory<float> rows = hits.Scratch.Queries((long)count * rowStride);
        AlignedMemory<uint> bits = hits.Scratch.Bits((long)packs * Pack * (stride + blockStride));
        AlignedMemory<byte> numbers = hits.Scratch.Bytes((long)count * block * Lanes * sizeof(int));
        PaddedRows.Copy(queries, Dimension, rows);
        uint* close = bits.Pointer + (long)packs * Pack * stride;
        QueryPack[] packed = hits.Scratch.Packs(Dimension, packs);
        for (int j = 0; j < packs; j++) packed[j].Fill(queries[(j * Pack * Dimension)..Math.Min(queries.Length, (j + 1) * Pack * Dimension)], threshold, _codes);

        var decisions = new CloseChecks[count];
        for (int q = 0; q < count; q++) decisions[q] = new CloseChecks(rows.Pointer + (long)q * rowStride, Dimension, threshold, _codes.PointNorm);
        var starts = new long[count + 1];
        long checks = 0;
        for (int panel = 0; panel < words; panel += block)
        {
            int panels = Math.Min(block, words - panel);
            for (int j = 0; j < packs; j++) Screen(packed[j], panel, panels, bits.Pointer + (long)j * Pack * stride + panel, stride, close + (long)j * Pack * blockStride, blockStride);
            float* blockRows = _rows.Pointer + (long)panel * Lanes * rowStride;
            long found = 0;
            for (int q = 0; q < count; q++)
            {
                starts[q] = found;
                found += Collect(blockRows, panel, panels, close + (long)q * blockStride, (int*)numbers.Pointer + found);
            }

            // By now the rows are on their way from memory.
            starts[count] = found;
            for (int q = 0; q < count; q++)
                decisions[q].Decide(blockRows, (int*)numbers.Pointer + starts[q], (int)(starts[q + 1] - starts[q]), bits.Pointer + (long)q * stride + panel);
            checks += found;
        }

        for (int q = 0; q < count; q++)
        {
            BitRows.Append(bits.Pointer + (long)q * stride, _live, hits);
            hits.EndRow();
        }

        GC.KeepAlive(this);
        return new IndexWork(
            InnerProducts: checks, Rechecks: checks, Screened: (long)count * Count,
            Bytes: (long)words * _codes.PanelBytes + checks * Dimension * sizeof(float));
    }

    private void Screen(QueryPack pack, int panel, int panels, uint* sure, long sureStride, uint* close, long closeStride)
    {
        if (_products == ByteProducts.Pairs512) Screen<PairKernel512>(pack, panel, panels, sure, sureStride, close, closeStride);
        else if (_products == ByteProducts.Vnni) Screen<VnniKernel>(pack, panel, panels, sure, sureStride, close, closeStride);
        else Screen<WideningKernel>(pack, panel, panels, sure, sureStride, close, closeStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Screen<TKernel>(QueryPack pack, int panel, int panels, uint* sure, long sureStride, uint* close, long closeStride)
        where TKernel : struct, IByteKernel
    {
        int* sums = stackalloc int[Pack * Lanes + 16];
        sums = (int*)(((nint)sums + 63) & ~63);
        float* thresholds = pack.Thresholds, bounds = pack.Bounds;
        int steps = ByteLevels.Steps(Dimension);
        for (int p = 0; p < panels; p++)
        {
            TKernel.Sums(_codes.Codes(panel + p), steps, pack, sums);
            float* scales = _codes.Scales(panel + p);
            uint* above = sure + p, near = close + p;
            for (int j = 0; j < Pack; j++, above += sureStride, near += closeStride) Verdicts.Put(sums + j * Lanes, scales, thresholds[j], bounds[j], above, near);
        }
    }

    // The numbers of a query's close rows within the block; asks memory for the rows.
    private int Collect(float* rows, int panel, int panels, uint* close, int* numbers)
    {
        int found;
        fixed (uint* live = _live) found = BitRows.Collect(close, live + panel, panels, numbers);
        if (!Sse.IsSupported) return found;
        long stride = PaddedRows.Stride(Dimension);
        for (int j = 0; j < found; j++)
        {
            for (long k = 0; k < stride; k += Vector512<float>.Count) Sse.Prefetch0(rows + numbers[j] * stride + k);
        }

        return found;
    }
}
