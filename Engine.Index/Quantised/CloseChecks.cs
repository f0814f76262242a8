using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Indexing;

/// <summary>Decides pairs exactly, many with one query; those above the threshold get their bit set.</summary>
/// <remarks>
/// First by a product in another order, which is several times faster than the chain of the canonical one: both differ from the exact product by at most gamma_d |p||q| + d 2^-149 (any order of summation, Higham
/// section 3.1), so from each other by at most twice that, and only within that of tau the canonical product decides. Rows are a multiple of 16 floats apart and end in zeros (<see cref="PaddedRows"/>).
/// </remarks>
internal readonly unsafe struct CloseChecks
{
    // Beyond it a sum could overflow: only the canonical product counts.
    private const double Unbounded = 1e36;

    private readonly float* _query;
    private readonly int _dimension;
    private readonly float _threshold, _sure, _silent;

    /// <summary>For one query.</summary>
    /// <param name="query">Padded.</param>
    /// <param name="dimension">d.</param>
    /// <param name="threshold">tau.</param>
    /// <param name="pointNorm">Not below any |p|.</param>
    public CloseChecks(float* query, int dimension, float threshold, double pointNorm)
    {
        _query = query;
        (_dimension, _threshold) = (dimension, threshold);
        int padded = PaddedRows.Stride(dimension);
        double size = pointNorm * RoundingSlack.NormAbove(new ReadOnlySpan<float>(query, dimension));
        double slack = size < Unbounded ? 2 * RoundingSlack.Gamma(padded) * size + 2.0 * padded * RoundingSlack.Underflow : double.PositiveInfinity;
        // One ulp more than tau +- slack, which double precision may round to tau.
        _sure = MathF.BitIncrement(RoundingSlack.Above(threshold + slack));
        _silent = MathF.BitDecrement(RoundingSlack.Below(threshold - slack));
    }

    /// <summary>Sets bit n of the words for every row n of a list that is above the threshold.</summary>
    /// <param name="rows">Row 0.</param>
    /// <param name="numbers">Rows to look at.</param>
    /// <param name="count">How many.</param>
    /// <param name="words">Word 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Decide(float* rows, ushort* numbers, int count, ulong* words)
    {
        long stride = PaddedRows.Stride(_dimension);
        float* query = _query;
        Vector128<float> sure = Vector128.Create(_sure), silent = Vector128.Create(_silent);
        for (int j = 0; j < count; j += 4, numbers += 4)
        {
            // Past the end the first row stands in, and says nothing.
            int taken = Math.Min(4, count - j), n0 = numbers[0], n1 = taken > 1 ? numbers[1] : n0, n2 = taken > 2 ? numbers[2] : n0, n3 = taken > 3 ? numbers[3] : n0;
            float* p0 = rows + n0 * stride, p1 = rows + n1 * stride, p2 = rows + n2 * stride, p3 = rows + n3 * stride;
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (long k = 0; k < stride; k += Vector512<float>.Count)
            {
                Vector512<float> q = Vector512.Load(query + k);
                s0 = Vector512.FusedMultiplyAdd(Vector512.Load(p0 + k), q, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Load(p1 + k), q, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.Load(p2 + k), q, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.Load(p3 + k), q, s3);
            }

            Vector128<float> products = Sums(s0, s1, s2, s3);
            uint mask = (1u << taken) - 1, above = Vector128.GreaterThan(products, sure).ExtractMostSignificantBits() & mask;
            // Neither holds for NaN, nor for any number when the slack is infinite.
            uint open = ~(above | Vector128.LessThan(products, silent).ExtractMostSignificantBits()) & mask;
            for (; open != 0; open &= open - 1)
            {
                int i = BitOperations.TrailingZeroCount(open);
                if (IsAbove(rows + numbers[i] * stride)) above |= 1u << i;
            }

            // Which rows are above is a coin toss: no branch asks for it.
            words[n0 >> 6] |= (ulong)(above & 1) << n0;
            words[n1 >> 6] |= (ulong)(above >> 1 & 1) << n1;
            words[n2 >> 6] |= (ulong)(above >> 2 & 1) << n2;
            words[n3 >> 6] |= (ulong)(above >> 3) << n3;
        }
    }

    // The sums over all lanes: two steps of a 4 x 4 transposition within every 128-bit part, adding instead of merging.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        if (!Avx512F.IsSupported) return Vector128.Create(Vector512.Sum(a), Vector512.Sum(b), Vector512.Sum(c), Vector512.Sum(d));
        Vector512<double> ab = (Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b)).AsDouble(), cd = (Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d)).AsDouble();
        Vector512<float> parts = Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle();
        Vector256<float> halves = parts.GetLower() + parts.GetUpper();
        return halves.GetLower() + halves.GetUpper();
    }

    private bool IsAbove(float* point) =>
        CanonicalProduct.Of(new ReadOnlySpan<float>(point, _dimension), new ReadOnlySpan<float>(_query, _dimension)) > _threshold;
}
