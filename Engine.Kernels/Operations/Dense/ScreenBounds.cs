namespace Engine.Kernels;

/// <summary>The test that drops pairs: with t = (threshold - d 2⁻¹²⁵) / (s_r s_i), the pair (r, i) may hit only if ⟨q_r, q_i⟩ + Grow_r &gt; t - V_i.</summary>
/// <remarks>
/// It is the bound of <see cref="DenseOperations.ScreenedSelectAbove"/> divided by s_r s_i, with the largest quotient error / scale of all rows (in V_i) and
/// of all samples (in Grow_r) for each row's own: these quotients hardly differ, and what is left is one multiply-add for a pair.
/// Rounding is on the safe side. With u = 2⁻²⁴, thresholds are lowered and V_i is raised by 8 u; each is rounded once, the factors 1 / s_i once, and the
/// multiply-add once, 4 u in all. A sum of integers loses at most u of its size when it becomes fp32; V_i has an addend for that.
/// </remarks>
/// <param name="threshold">As the caller gave it.</param>
/// <param name="depth">d.</param>
/// <param name="rowError">Largest error / scale of the weights.</param>
/// <param name="columnError">Largest error / scale of the samples.</param>
internal readonly struct ScreenBounds(float threshold, int depth, double rowError, double columnError)
{
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private const double Slack = 8 * UnitRoundoff;

    // No threshold per row is larger: scales are at least 2⁻⁴⁰, so times 1 / s_i it is finite and above every sum of integers.
    private const float LargestThreshold = 1.5e26f;

    private readonly double _threshold = threshold - depth * Math.ScaleB(1, -125);

    /// <summary>(threshold - d 2⁻¹²⁵) / s_r, from below; minus infinity for a row that cannot be bounded.</summary>
    public float RowThreshold(in QuantisedRow row)
    {
        if (float.IsNaN(row.Scale)) return float.NegativeInfinity;
        double exact = _threshold / row.Scale;
        float lowered = (float)(exact - Slack * Math.Abs(exact));
        return lowered < -LargestThreshold ? float.NegativeInfinity : Math.Min(lowered, LargestThreshold);
    }

    /// <summary>What a row's sums of products of shifted codes begin with: Grow_r, less what the shift of the samples' codes by 128 adds.</summary>
    public int Start(in QuantisedRow row) =>
        float.IsNaN(row.Scale) ? 0 : (int)Math.Ceiling(row.Size / (double)row.Scale * columnError * (1 + Slack)) - (QuantisedRow.MaximumCode + 1) * row.Sum;

    /// <summary>1 / s_i and V_i of a sample; V_i is infinite for one that cannot be bounded.</summary>
    public (float Factor, float Allowance) Column(in QuantisedRow row)
    {
        if (float.IsNaN(row.Scale)) return (1, float.PositiveInfinity);
        double largestSum = QuantisedRow.MaximumCode * (QuantisedRow.MaximumCode * (double)depth + Math.Sqrt(depth) * columnError) * (1 + Slack) + 1;
        return (1 / row.Scale, (float)((row.Norm / (double)row.Scale * rowError + UnitRoundoff * largestSum) * (1 + Slack)));
    }

    /// <summary>The largest error / scale of rows that can be bounded.</summary>
    public static unsafe double LargestError(QuantisedRow* rows, int count)
    {
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            double error = rows[i].Error / (double)rows[i].Scale;
            if (error > largest) largest = error;
        }

        return largest;
    }
}
