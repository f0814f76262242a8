namespace Engine.Indexing;

/// <summary>Eight quantised queries side by side, as the byte kernels read them, with what certifies their verdicts.</summary>
/// <remarks>
/// A query has a scale v, q^ = round(v q). With p^ and u of a point, and z the canonical product:
/// u v &lt;p, q> - &lt;p^, q^> = &lt;p^, v q - q^> + &lt;u p - p^, v q>, and |z - &lt;p, q>| &lt;= gamma_d |p||q| + d 2^-149, so
/// |u v z - &lt;p^, q^>| &lt;= c = |p^||v q - q^| + |u p - p^||v q| + gamma_d |u p||v q| + u v d 2^-149, the last below 1 since scales stay below 2^57 and d below 2^14.
/// z > tau is u v z > u v tau: certain when &lt;p^, q^> &gt; u v tau + c, impossible when it is at most u v tau - c. What is compared with +-c is fma(u, -(v tau), &lt;p^, q^>): v tau is off by 2^-24 of itself, the result too, and the conversion of &lt;p^, q^> by 2^-24 of at most
/// S = 90 * 91 d: while |u v tau| &lt;= 4 (S + c) that is less than 2^-19 (S + c), which is added to c; above that the comparison is not close.
/// </remarks>
internal sealed unsafe class QueryPack
{
    private const int Queries = ByteLevels.PackQueries;

    private readonly AlignedMemory<int> _words;
    private readonly AlignedMemory<int> _pairs;
    private readonly AlignedMemory<float> _limits = new(2 * Queries);
    private readonly int _blocks;

    /// <summary>An empty pack.</summary>
    public QueryPack(int dimension)
    {
        Dimension = dimension;
        _blocks = ByteLevels.Blocks(dimension);
        _words = new AlignedMemory<int>((long)ByteLevels.Steps(dimension) * Queries);
        _pairs = new AlignedMemory<int>((long)_blocks * Queries);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>Four components each: step s of query j at [8 s + j].</summary>
    public int* Words => _words.Pointer;

    /// <summary>Where 16-bit sums start: -90 sum q^ of both halves, block b of query j at [8 b + j].</summary>
    public int* Pairs => _pairs.Pointer;

    /// <summary>Where 32-bit sums start: -90 sum q^.</summary>
    public int[] Starts { get; } = new int[Queries];

    /// <summary>Minus v tau.</summary>
    public float* Thresholds => _limits.Pointer;

    /// <summary>c, with the rounding of the comparison.</summary>
    public float* Bounds => _limits.Pointer + Queries;

    /// <summary>Takes up to eight queries, shape (8, d) or fewer rows; the others become zero.</summary>
    public void Fill(ReadOnlySpan<float> queries, float threshold, QuantisedPoints points)
    {
        new Span<int>(_words.Pointer, (int)_words.Length).Clear();
        new Span<int>(_pairs.Pointer, (int)_pairs.Length).Clear();
        Starts.AsSpan().Clear();
        for (int j = 0; j < queries.Length / Dimension; j++) Fill(j, queries.Slice(j * Dimension, Dimension), threshold, points);
    }

    private void Fill(int j, ReadOnlySpan<float> query, float threshold, QuantisedPoints points)
    {
        float most = 0;
        foreach (float value in query) most = MathF.Max(most, MathF.Abs(value));
        if (most is not 0 and (< 1 / QuantisedPoints.Usual or > QuantisedPoints.Usual))
        {
            // Nothing is certain: every point is checked.
            Thresholds[j] = float.NaN;
            Bounds[j] = 0;
            return;
        }

        float scale = most == 0 ? 1 : Scale(query, most, points.HalfNorms);
        double error = 0, norm = 0;
        Span<int> sums = stackalloc int[2 * _blocks];
        sums.Clear();
        sbyte* codes = (sbyte*)_words.Pointer;
        for (int k = 0; k < query.Length; k++)
        {
            double scaled = (double)scale * query[k];
            int code = Math.Clamp((int)Math.Round(scaled), -ByteLevels.Query, ByteLevels.Query);
            codes[(k / ByteLevels.Step * Queries + j) * ByteLevels.Step + k % ByteLevels.Step] = (sbyte)code;
            sums[ByteLevels.Half(k)] -= ByteLevels.Point * code;
            error += (scaled - code) * (scaled - code);
            norm += scaled * scaled;
        }

        for (int b = 0; b < _blocks; b++)
        {
            _pairs.Pointer[b * Queries + j] = (ushort)sums[2 * b] | sums[2 * b + 1] << 16;
            Starts[j] += sums[2 * b] + sums[2 * b + 1];
        }

        Thresholds[j] = -(scale * threshold);
        Bounds[j] = Bound(RoundingSlack.RootAbove(error), RoundingSlack.RootAbove(norm), points);
    }

    // |q^| <= v |q| + |v q - q^| over a half block, and the last is at most sqrt(32) / 2 < 3.
    private static float Scale(ReadOnlySpan<float> query, float most, ReadOnlySpan<double> halfNorms)
    {
        Span<double> squares = stackalloc double[halfNorms.Length];
        squares.Clear();
        for (int k = 0; k < query.Length; k++) squares[ByteLevels.Half(k)] += (double)query[k] * query[k];
        double scale = ByteLevels.Query / (double)most;
        for (int h = 0; h < squares.Length; h++)
        {
            double room = ByteLevels.HalfSum / Math.Max(halfNorms[h], 1) - 3;
            if (squares[h] > 0) scale = Math.Min(scale, room / RoundingSlack.RootAbove(squares[h]));
        }

        return RoundingSlack.Below(scale);
    }

    private float Bound(double error, double norm, QuantisedPoints points)
    {
        double c = points.CodeNorm * error + points.ErrorNorm * norm
            + RoundingSlack.Gamma(Dimension) * (points.CodeNorm + points.ErrorNorm) * norm + 1;
        double sum = (double)ByteLevels.Point * ByteLevels.Query * Dimension + c;
        return RoundingSlack.Above(c + sum / (1 << 19));
    }
}
