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
    private const int BlockBytes = 128 << 10, MostQueries = 256, MostPanels = 32, Pack = ByteLevels.PackQueries;

    // Sums of a tile, at every level of the tree.
    private const int SumBytes = 10 * ByteLevels.TileSums * sizeof(ushort), LineFloats = 16;

    // From one check for so many rows on, all rows are asked for.
    private const int AllRowsFrom = 4;

    private readonly ByteProducts _products;
    private QuantisedPoints _codes = null!;
    private AlignedMemory<float> _rows = null!;

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
        return new IndexWork(Refreshes: count, Bytes: rows.Bytes + (long)codes.PanelCount * codes.PanelBytes);
    }

    /// <inheritdoc/>
    public IndexWork Report(ReadOnlySpan<float> queries, float threshold, ThresholdHits hits)
    {
        Inputs.Threshold(threshold);
        int count = Inputs.Rows(queries, Dimension, nameof(queries));
        hits.Begin();
        IndexWork work = default;
        for (int first = 0; first < count; first += MostQueries)
        {
            int taken = Math.Min(MostQueries, count - first);
            work += ScanGroup(queries.Slice(first * Dimension, taken * Dimension), taken, threshold, hits);
        }

        return work;
    }

    private IndexWork ScanGroup(ReadOnlySpan<float> queries, int count, float threshold, ThresholdHits hits)
    {
        int packs = (count + Pack - 1) / Pack, block = Math.Clamp(BlockBytes / _codes.PanelBytes, 1, MostPanels), rowStride = PaddedRows.Stride(Dimension);
        AlignedMemory<float> rows = hits.Scratch.Queries((long)count * rowStride);
        // An odd number of lines from one query to the next: a power of two would put all into the same few cache sets.
        int stride = (block + 7) / 8 * 8 | 8;
        AlignedMemory<ulong> words = hits.Scratch.Words(2L * packs * Pack * stride);
        AlignedMemory<byte> bytes = hits.Scratch.Bytes(SumBytes + (long)count * BitRows.Room(block) * sizeof(ushort));
        PaddedRows.Copy(queries, Dimension, rows);
        ulong* sure = words.Pointer, close = words.Pointer + packs * Pack * stride;
        var sums = (ushort*)bytes.Pointer;
        var numbers = (ushort*)(bytes.Pointer + SumBytes);
        QueryPack[] packed = hits.Scratch.Packs(Dimension, packs);
        for (int j = 0; j < packs; j++) packed[j].Fill(queries[(j * Pack * Dimension)..Math.Min(queries.Length, (j + 1) * Pack * Dimension)], threshold, _codes);

        var decisions = new CloseChecks[count];
        for (int q = 0; q < count; q++) decisions[q] = new CloseChecks(rows.Pointer + (long)q * rowStride, Dimension, threshold, _codes.PointNorm);
        var starts = new int[count + 1];
        HitSegments segments = hits.Scratch.Segments;
        segments.Begin(count);
        long checks = 0;
        bool all = false, sparse = false;
        for (int panel = 0; panel < _codes.PanelCount; panel += block)
        {
            int panels = Math.Min(block, _codes.PanelCount - panel), points = panels * ByteLevels.PanelPoints;
            float* blockRows = _rows.Pointer + (long)panel * ByteLevels.PanelPoints * rowStride;
            int lines = (points * rowStride / LineFloats + packs * panels - 1) / (packs * panels);
            for (int j = 0; j < packs; j++)
            {
                Screen(packed[j], panel, panels, sums, sure + j * Pack * stride, close + j * Pack * stride, stride, blockRows + (long)j * panels * lines * LineFloats, all ? lines : 0);
            }

            int found = 0;
            for (int q = 0; q < count; q++)
            {
                starts[q] = found;
                ushort* next = numbers + found;
                int more = BitRows.Flatten(close + q * stride, panels, sparse, next);
                if (!all) Ask(blockRows, next, more);
                found += more;
            }

            // By now the rows are on their way from memory.
            starts[count] = found;
            for (int q = 0; q < count; q++) decisions[q].Decide(blockRows, numbers + starts[q], starts[q + 1] - starts[q], sure + q * stride);
            segments.Add(sure, stride, panels);
            checks += found;
            sparse = BitRows.IsSparse(found, (long)count * panels);
            all = found > points / AllRowsFrom && Sse.IsSupported;
        }

        for (int q = 0; q < count; q++)
        {
            segments.Append(q, block * ByteLevels.PanelPoints, hits);
            hits.EndRow();
        }

        GC.KeepAlive(this);
        return new IndexWork(
            InnerProducts: checks, Rechecks: checks, Screened: (long)count * Count,
            Bytes: (long)_codes.PanelCount * _codes.PanelBytes + checks * Dimension * sizeof(float));
    }

    private void Screen(QueryPack pack, int panel, int panels, ushort* sums, ulong* sure, ulong* close, long stride, float* rows, int lines)
    {
        if (_products == ByteProducts.Pairs512) Screen<PairKernel512>(pack, panel, panels, sums, sure, close, stride, rows, lines);
        else if (_products == ByteProducts.Pairs256) Screen<PairKernel256>(pack, panel, panels, sums, sure, close, stride, rows, lines);
        else Screen<WordKernel>(pack, panel, panels, sums, sure, close, stride, rows, lines);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Screen<TKernel>(QueryPack pack, int panel, int panels, ushort* sums, ulong* sure, ulong* close, long stride, float* rows, int lines)
        where TKernel : struct, IByteKernel
    {
        ulong* verdicts = stackalloc ulong[2 * Pack];
        for (int end = panel + panels; panel < end; panel++, sure++, close++)
        {
            Products<TKernel>(pack, _codes.Codes(panel), sums);
            pack.Aim(_codes.Scales[panel]);
            TKernel.Compare(sums, _codes.Ratios(panel), pack.Limits, verdicts);
            for (int k = 0; k < lines; k++, rows += LineFloats) Sse.Prefetch1(rows);
            ulong coded = _codes.Coded[panel], unusual = _codes.Unusual[panel];
            for (int j = 0; j < Pack; j++)
            {
                sure[j * stride] = verdicts[j] & coded;
                close[j * stride] = verdicts[j + Pack] & ~verdicts[j] & coded | unusual;
            }
        }
    }

    // Pairs of blocks in a tree: two averages of one level become one of the next.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Products<TKernel>(QueryPack pack, byte* codes, ushort* sums)
        where TKernel : struct, IByteKernel
    {
        int steps = pack.BlockSteps, blocks = ByteLevels.Blocks(Dimension), together = Math.Min(2, blocks);
        int* words = pack.Words, starts = pack.Starts;
        for (int pair = 0; pair < (blocks + 1) / 2; pair++, codes += 2 * steps * ByteLevels.PanelPoints * ByteLevels.Step, words += 2 * steps * Pack, starts += 2 * Pack)
        {
            TKernel.Sums(codes, steps, together, words, starts, sums);
            ushort* top = sums;
            for (int n = pair; (n & 1) != 0; n >>= 1, top -= ByteLevels.TileSums) TKernel.Average(top - ByteLevels.TileSums, top);
            sums = top + ByteLevels.TileSums;
        }
    }

    private void Ask(float* rows, ushort* numbers, int count)
    {
        if (!Sse.IsSupported) return;
        long stride = PaddedRows.Stride(Dimension);
        for (int j = 0; j < count; j++)
        {
            for (long k = 0; k < stride; k += LineFloats) Sse.Prefetch0(rows + numbers[j] * stride + k);
        }
    }
}
