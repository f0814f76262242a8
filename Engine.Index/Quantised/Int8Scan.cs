using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>Exact: int8 products with a certified bound decide almost every pair, canonical products the rest.</summary>
/// <remarks>
/// Static; <see cref="Rebuild"/> takes new points. m d bytes of codes are read per 64 queries, and 4 m d bytes of points lie beside them for the checks. Of Gaussian weights and unit queries about 1 % of the pairs
/// are checked at d = 64. The decisions, and so the counted work, are the same integers on every machine.
/// </remarks>
internal sealed unsafe class Int8Scan : IThresholdIndex
{
    private const int BlockBytes = 64 << 10, MostQueries = 64, Lanes = PointPanels.Lanes, Pack = ByteLevels.PackQueries;
    private const long BitBytes = 4 << 20;

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
        var rows = new AlignedMemory<float>(points.Length);
        points.CopyTo(new Span<float>(rows.Pointer, points.Length));
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
        int words = _live.Length, packs = (count + Pack - 1) / Pack, block = Math.Max(1, BlockBytes / _codes.PanelBytes);
        AlignedMemory<float> rows = hits.Scratch.Queries(queries.Length);
        AlignedMemory<uint> bits = hits.Scratch.Bits((long)packs * Pack * (words + block));
        queries.CopyTo(new Span<float>(rows.Pointer, queries.Length));
        uint* close = bits.Pointer + (long)packs * Pack * words;
        QueryPack[] packed = [.. Enumerable.Range(0, packs).Select(_ => new QueryPack(Dimension))];
        for (int j = 0; j < packs; j++) packed[j].Fill(queries[(j * Pack * Dimension)..Math.Min(queries.Length, (j + 1) * Pack * Dimension)], threshold, _codes);

        var checks = new CloseChecks(Dimension, threshold);
        for (int panel = 0; panel < words; panel += block)
        {
            int panels = Math.Min(block, words - panel);
            for (int j = 0; j < packs; j++) Screen(packed[j], panel, panels, bits.Pointer + (long)j * Pack * words + panel, words, close + (long)j * Pack * block, block);
            for (int q = 0; q < count; q++) Check(checks, rows.Pointer + (long)q * Dimension, panel, panels, close + (long)q * block, bits.Pointer + (long)q * words + panel);
            checks.Flush();
        }

        for (int q = 0; q < count; q++)
        {
            BitRows.Append(bits.Pointer + (long)q * words, _live, hits);
            hits.EndRow();
        }

        GC.KeepAlive(this);
        return new IndexWork(
            InnerProducts: checks.Count, Rechecks: checks.Count, Screened: (long)count * Count,
            Bytes: (long)words * _codes.PanelBytes + checks.Count * Dimension * sizeof(float));
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
        int steps = ByteLevels.Steps(Dimension);
        for (int p = 0; p < panels; p++)
        {
            TKernel.Sums(_codes.Codes(panel + p), steps, pack, sums);
            float* scales = _codes.Scales(panel + p);
            for (int j = 0; j < Pack; j++)
            {
                Verdicts.Put(
                    sums + j * Lanes, scales, Vector512.Create(pack.Thresholds[j]), Vector512.Create(pack.Bounds[j]), sure + j * sureStride + p, close + j * closeStride + p);
            }
        }
    }

    private void Check(CloseChecks checks, float* query, int panel, int panels, uint* close, uint* sure)
    {
        for (int p = 0; p < panels; p++)
        {
            for (uint rest = close[p] & _live[panel + p]; rest != 0; rest &= rest - 1)
            {
                int lane = BitOperations.TrailingZeroCount(rest);
                checks.Add(_rows.Pointer + ((long)(panel + p) * Lanes + lane) * Dimension, query, sure + p, lane);
            }
        }
    }
}
