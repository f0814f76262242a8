namespace Engine.Indexing;

/// <summary>Approximate: looks only at points that share a code of random-plane signs with the query in one of L tables. What it reports is right; what should be reported it misses with a stated probability.</summary>
/// <remarks>
/// The probability is over the random planes, for each pair alone; fp32 rounding of a plane's product, which turns a sign about once in 10^6, is not in it. A query for which the threshold allows wider angles than the design (<see cref="SignHashSize.Cosine"/>) is answered by looking at all points, so the
/// statement always holds. It pays for thresholds near the largest possible product; a shifted ReLU has angles of about 75 degrees, where no choice of L and k wins (FACTS section 4). Memory 4 m (d + L) bytes.
/// </remarks>
internal sealed unsafe class SignHashIndex : IThresholdIndex
{
    private readonly SignHashSize _size;
    private readonly AlignedMemory<float> _rows;
    private readonly float[] _planes;
    private readonly int[][] _starts;
    private readonly int[][] _ids;
    private readonly double _norm;

    /// <summary>Stores points 0 .. m-1.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="points">Shape (m, d), row-major, finite. Copied.</param>
    /// <param name="size">Tables, bits and the design angle.</param>
    /// <param name="random">Where the planes come from.</param>
    public SignHashIndex(int dimension, ReadOnlySpan<float> points, SignHashSize size, SplitMix64 random)
    {
        Inputs.Dimension(dimension);
        if (size is not { Tables: > 0, Bits: > 0 and <= 20 }) throw new ArgumentException($"tables > 0 and 0 < bits <= 20 do not hold: {size}.", nameof(size));
        (Dimension, _size) = (dimension, size);
        Count = Inputs.Rows(points, dimension, nameof(points));
        _rows = new AlignedMemory<float>((long)Count * PaddedRows.Stride(dimension));
        PaddedRows.Copy(points, dimension, _rows);
        _planes = new float[size.Tables * size.Bits * dimension];
        for (int k = 0; k < _planes.Length; k++) _planes[k] = (float)random.NextNormal();
        (_starts, _ids) = (new int[size.Tables][], new int[size.Tables][]);
        int[] codes = new int[Count];
        for (int table = 0; table < size.Tables; table++)
        {
            for (int r = 0; r < Count; r++) codes[r] = Code(table, points.Slice(r * dimension, dimension));
            (_starts[table], _ids[table]) = Buckets(codes);
        }

        for (int r = 0; r < Count; r++) _norm = Math.Max(_norm, RoundingSlack.NormAbove(points.Slice(r * dimension, dimension)));
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public double MissProbability => _size.MissProbability;

    /// <inheritdoc/>
    public IndexWork Report(ReadOnlySpan<float> queries, float threshold, ThresholdHits hits)
    {
        Inputs.Threshold(threshold);
        int count = Inputs.Rows(queries, Dimension, nameof(queries)), words = (Count + 63) / 64 * 2;
        hits.Begin();
        AlignedMemory<float> query = hits.Scratch.Queries(PaddedRows.Stride(Dimension));
        AlignedMemory<uint> memory = hits.Scratch.Bits(2L * words);
        Span<uint> candidates = new(memory.Pointer, words), found = new(memory.Pointer + words, words);
        IndexWork work = default;
        for (int q = 0; q < count; q++)
        {
            ReadOnlySpan<float> vector = queries.Slice(q * Dimension, Dimension);
            PaddedRows.Copy(vector, Dimension, query);
            work += Collect(vector, threshold, candidates);
            found.Clear();
            work += Verify(query.Pointer, threshold, candidates, hits.Scratch, memory.Pointer + words);
            // Found points are among the candidates, so these serve as the mask.
            BitRows.Append(memory.Pointer + words, candidates, hits);
            hits.EndRow();
        }

        GC.KeepAlive(this);
        GC.KeepAlive(query);
        GC.KeepAlive(memory);
        return work;
    }

    private IndexWork Collect(ReadOnlySpan<float> query, float threshold, Span<uint> candidates)
    {
        // The cosine that every point above the threshold exceeds; rounding of the product counted.
        double size = _norm * RoundingSlack.NormAbove(query);
        double cosine = threshold > 0 ? threshold * (1 - RoundingSlack.Gamma(Dimension + 2)) / size - RoundingSlack.Gamma(Dimension) : -1;
        if (!(cosine >= _size.Cosine))
        {
            candidates.Clear();
            candidates[..(Count / 32)].Fill(uint.MaxValue);
            if (Count % 32 != 0) candidates[Count / 32] = (1u << (Count % 32)) - 1;
            return default;
        }

        candidates.Clear();
        long looked = 0;
        for (int table = 0; table < _size.Tables; table++)
        {
            int code = Code(table, query);
            ReadOnlySpan<int> bucket = _ids[table].AsSpan(_starts[table][code], _starts[table][code + 1] - _starts[table][code]);
            foreach (int id in bucket) candidates[id / 32] |= 1u << (id % 32);
            looked += bucket.Length;
        }

        return new IndexWork(NodesVisited: _size.Tables, Screened: looked, Bytes: looked * sizeof(int) + (long)_planes.Length * sizeof(float));
    }

    private IndexWork Verify(float* query, float threshold, Span<uint> candidates, ScanScratch scratch, uint* found)
    {
        const int Words = BitRows.MostWords;
        AlignedMemory<byte> numbers = scratch.Bytes(BitRows.Room(Words) * sizeof(ushort));
        var next = (ushort*)numbers.Pointer;
        var checks = new CloseChecks(query, Dimension, threshold, _norm);
        long count = 0, stride = PaddedRows.Stride(Dimension);
        fixed (uint* words = candidates)
        {
            for (int first = 0; first < candidates.Length / 2; first += Words)
            {
                int some = BitRows.Flatten((ulong*)words + first, Math.Min(Words, candidates.Length / 2 - first), sparse: false, next);
                checks.Decide(_rows.Pointer + first * 64 * stride, next, some, (ulong*)found + first);
                count += some;
            }
        }

        GC.KeepAlive(numbers);
        return new IndexWork(InnerProducts: count, Bytes: count * Dimension * sizeof(float));
    }

    private int Code(int table, ReadOnlySpan<float> vector)
    {
        int code = 0;
        for (int bit = 0; bit < _size.Bits; bit++)
        {
            if (CanonicalProduct.Of(_planes.AsSpan((table * _size.Bits + bit) * Dimension, Dimension), vector) > 0) code |= 1 << bit;
        }

        return code;
    }

    private (int[] Starts, int[] Ids) Buckets(int[] codes)
    {
        int[] starts = new int[(1 << _size.Bits) + 1], ids = new int[codes.Length];
        foreach (int code in codes) starts[code + 1]++;
        for (int code = 0; code < 1 << _size.Bits; code++) starts[code + 1] += starts[code];
        int[] next = starts[..^1];
        for (int r = 0; r < codes.Length; r++) ids[next[codes[r]]++] = r;
        return (starts, ids);
    }
}
