using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>Eight quantised queries side by side, as the byte kernels read them, with what certifies their verdicts.</summary>
/// <remarks>
/// A query has a scale v, q^ = round(v q). With p^ and u of a point, and z the canonical product:
/// u v &lt;p, q> - &lt;p^, q^> = &lt;p^, v q - q^> + &lt;u p - p^, v q>, and |z - &lt;p, q>| &lt;= gamma_d |p||q| + d 2^-149, so
/// |u v z - &lt;p^, q^>| &lt;= c = |p^||v q - q^| + |u p - p^||v q| + gamma_d |u p||v q| + u v d 2^-149, the last below 1 since scales stay below 2^57 and d below 2^14.
/// <para>The kernels compute s, which is &lt;p^, q^> / H or up to L / 2 more (<see cref="ByteLevels"/>), so u v z / H lies within C = ceil(c / H + L / 2) of it. Scaled to the smallest scale u' of the panel, with
/// T = u' v tau / H: z > tau is certain when (s - C) u'/u > T, impossible when (s + C) u'/u &lt;= T. Instead of u'/u they use R / 2^15, which is off by at most 2^-15, and round: off by at most 1 + 1/2, as |s +- C| &lt; 2^15.
/// T is truncated, off by less than 1 + 2^-8 with the rounding of its factors. So mulhrs(s - C, R) > T + 2 is certain and mulhrs(s + C, R) &lt;= T - 3 impossible: integers that differ by more than 2.51 differ by 3.
/// |T| is cut at 32,700: sums reach 30,000, so that what is cut cannot decide wrongly.</para>
/// <para>That |s +- C| stays below 2^15: a block of p^ is at most sqrt(30,000) + 3 long, an error at most sqrt(32) / 2 a block, a block of v q at most 91 sqrt(32), so c / H is at most
/// 176.3 * 2.83 + 2.83 * 514.8 + gamma_16384 * 179.1 * 514.8 + 1 &lt; 2,100, L / 2 below 5, and s at most 30,005.</para>
/// </remarks>
internal sealed unsafe class QueryPack
{
    private const int Queries = ByteLevels.PackQueries, Cut = 32_700;

    // More than any T reaches: then no pair is sure, and none silent.
    private const int Never = 1 << 20;

    // T and its margins: sums of such numbers never leave fp32.
    private const double MostWeight = 1e30;

    private readonly AlignedMemory<int> _words;
    private readonly AlignedMemory<int> _starts;
    private readonly AlignedMemory<float> _weights = new(Queries);
    private readonly AlignedMemory<int> _margins = new(2 * Queries);
    private readonly AlignedMemory<int> _limits = new(4 * Queries);
    private readonly int _blocks, _blockComponents;

    /// <summary>An empty pack.</summary>
    public QueryPack(int dimension)
    {
        Dimension = dimension;
        _blocks = ByteLevels.Blocks(dimension);
        BlockSteps = ByteLevels.BlockSteps(dimension);
        _blockComponents = BlockSteps * ByteLevels.Step;
        _words = new AlignedMemory<int>((long)_blocks * BlockSteps * Queries);
        _starts = new AlignedMemory<int>((long)_blocks * Queries);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>Steps of a block.</summary>
    public int BlockSteps { get; }

    /// <summary>Two components each, twice: step s of query j at [8 s + j].</summary>
    public int* Words => _words.Pointer;

    /// <summary>Where sums start, 2^15 - 90 sum q^, twice: block b of query j at [8 b + j].</summary>
    public int* Starts => _starts.Pointer;

    /// <summary>Takes up to eight queries, shape (8, d) or fewer rows; the others become zero.</summary>
    public void Fill(ReadOnlySpan<float> queries, float threshold, QuantisedPoints points)
    {
        new Span<int>(_words.Pointer, (int)_words.Length).Clear();
        new Span<int>(_starts.Pointer, (int)_starts.Length).Fill(ByteLevels.Offset | ByteLevels.Offset << 16);
        new Span<float>(_weights.Pointer, Queries).Clear();
        for (int j = 0; j < queries.Length / Dimension; j++) Fill(j, queries.Slice(j * Dimension, Dimension), threshold, points);
    }

    /// <summary>What <see cref="IByteKernel.Compare"/> needs, 8 words each, 16 bits twice: 2^15 - C and 2^15 + C (from offset sums to s - C and s + C), then for the panel aimed at T + 2 and T - 3.</summary>
    public int* Limits => _limits.Pointer;

    /// <summary>Sets the limits for a panel.</summary>
    /// <param name="scale">u'.</param>
    public void Aim(float scale)
    {
        int* limits = _limits.Pointer, margins = _margins.Pointer;
        Vector256<float> cut = Vector256.Create((float)Cut);
        Vector256<int> threshold = Vector256.ConvertToInt32Native(Vector256.MinNative(Vector256.MaxNative(Vector256.Load(_weights.Pointer) * scale, -cut), cut));
        Twice(threshold + Vector256.Load(margins)).Store(limits + 2 * Queries);
        Twice(threshold - Vector256.Load(margins + Queries)).Store(limits + 3 * Queries);
    }

    // Both halves of a word, cut to 16 bits.
    private static Vector256<int> Twice(Vector256<int> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create((int)short.MinValue)), Vector256.Create((int)short.MaxValue));
        return x << 16 | x & Vector256.Create((int)ushort.MaxValue);
    }

    private static int Twice(int x) => x << 16 | x & ushort.MaxValue;

    private void Fill(int j, ReadOnlySpan<float> query, float threshold, QuantisedPoints points)
    {
        float most = 0;
        foreach (float value in query) most = MathF.Max(most, MathF.Abs(value));
        if (most is not 0 and (< 1 / QuantisedPoints.Usual or > QuantisedPoints.Usual))
        {
            // Nothing is certain: every point is checked.
            Judge(j, 0, Never, Never);
            return;
        }

        float scale = most == 0 ? 1 : Scale(query, most, points.BlockNorms);
        double error = 0, norm = 0;
        sbyte* codes = (sbyte*)_words.Pointer;
        for (int k = 0; k < query.Length; k++)
        {
            double scaled = (double)scale * query[k];
            int code = Math.Clamp((int)Math.Round(scaled), -ByteLevels.Query, ByteLevels.Query);
            sbyte* word = codes + (k / ByteLevels.Step * Queries + j) * sizeof(int) + k % ByteLevels.Step;
            word[0] = word[ByteLevels.Step] = (sbyte)code;
            ushort* start = (ushort*)(_starts.Pointer + k / _blockComponents * Queries + j);
            start[0] = start[1] = (ushort)(start[0] - ByteLevels.Point * code);
            error += (scaled - code) * (scaled - code);
            norm += scaled * scaled;
        }

        _weights.Pointer[j] = (float)Math.Clamp((double)scale * threshold / _blocks, -MostWeight, MostWeight);
        Judge(j, Bound(RoundingSlack.RootAbove(error), RoundingSlack.RootAbove(norm), points), 2, 3);
    }

    private void Judge(int j, int bound, int above, int silent)
    {
        (_limits.Pointer[j], _limits.Pointer[Queries + j]) = (Twice(ByteLevels.Offset - bound), Twice(ByteLevels.Offset + bound));
        (_margins.Pointer[j], _margins.Pointer[Queries + j]) = (above, silent);
    }

    // |q^| <= v |q| + |v q - q^| over a block, and the last is at most sqrt(32) / 2 < 3.
    private float Scale(ReadOnlySpan<float> query, float most, ReadOnlySpan<double> blockNorms)
    {
        double scale = ByteLevels.Query / (double)most;
        for (int first = 0; first < query.Length; first += _blockComponents)
        {
            double room = ByteLevels.BlockProduct / Math.Max(blockNorms[first / _blockComponents], 1) - 3;
            double length = RoundingSlack.NormAbove(query[first..Math.Min(query.Length, first + _blockComponents)]);
            if (length > 0) scale = Math.Min(scale, room / length);
        }

        return RoundingSlack.Below(scale);
    }

    private int Bound(double error, double norm, QuantisedPoints points)
    {
        double c = points.CodeNorm * error + points.ErrorNorm * norm
            + RoundingSlack.Gamma(Dimension) * (points.CodeNorm + points.ErrorNorm) * norm + 1;
        return (int)Math.Ceiling(c / _blocks + ByteLevels.Levels(Dimension) / 2.0);
    }
}
