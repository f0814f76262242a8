using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public void Decide(float* rows, int* numbers, int count, uint* words)
    {
        long stride = PaddedRows.Stride(_dimension);
        float* query = _query;
        float sure = _sure, silent = _silent;
        for (int j = 0; j < count; j++)
        {
            float* p = rows + numbers[j] * stride;
            Vector512<float> sum = default;
            for (long k = 0; k < stride; k += Vector512<float>.Count) sum = Vector512.FusedMultiplyAdd(Vector512.Load(p + k), Vector512.Load(query + k), sum);
            float product = Vector512.Sum(sum);
            // Neither holds for NaN, nor for any number when the slack is infinite.
            bool above = product > sure;
            if (!(above | product < silent)) above = IsAbove(p);
            words[numbers[j] >> 5] |= (above ? 1u : 0u) << (numbers[j] & 31);
        }
    }

    private bool IsAbove(float* point) =>
        CanonicalProduct.Of(new ReadOnlySpan<float>(point, _dimension), new ReadOnlySpan<float>(_query, _dimension)) > _threshold;
}
