namespace Engine.Kernels;

/// <summary>Which algorithm multiplies a shape.</summary>
/// <param name="Scheme">The scheme, all its levels composed into one; null for the classical algorithm.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record FastGemmPlan(BilinearScheme? Scheme, string Reason)
{
    // First match wins. The measurements are in NOTES.md.
    private static readonly (int SmallestSide, FastGemmPlan Plan)[] s_rules =
    [
        // One level saves 1/8 of the multiplications and gives half of that back in additional packing and writing: 1.06 times the rate on one thread, 1.03 on two.
        (8192, new FastGemmPlan(BilinearSchemes.Strassen, "Every side is at least 8192: one level of Strassen measured faster.")),
        // At 4096 Strassen lies between 0.98 and 1.06, at 8192 x 2048 x 8192 at 1.00: no gain to pay its larger errors with.
        (0, new FastGemmPlan(null, "A side is below 8192: no scheme measured clearly faster than the classical product.")),
    ];

    /// <summary>The plan for a shape, from crossovers measured on one machine (NOTES.md); any plan is correct for any shape.</summary>
    /// <param name="rows">m, at least 0.</param>
    /// <param name="columns">n, at least 0.</param>
    /// <param name="depth">k, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static FastGemmPlan For(int rows, int columns, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        int side = Math.Min(Math.Min(rows, columns), depth);
        return Array.Find(s_rules, rule => side >= rule.SmallestSide).Plan;
    }
}
