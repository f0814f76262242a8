namespace Engine.Kernels;

/// <summary>Which algorithm multiplies a shape.</summary>
/// <param name="Scheme">The scheme, all its levels composed into one; null for the classical algorithm.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record FastGemmPlan(BilinearScheme? Scheme, string Reason)
{
    // First match wins. The measurements are in NOTES.md.
    private static readonly (int SmallestSide, FastGemmPlan Plan)[] s_rules =
    [
        // One level saves 1/8 of the multiplications and costs about half of that in additional packing and writing.
        (4096, new FastGemmPlan(BilinearSchemes.Strassen, "Every side is at least 4096: one level of Strassen measured faster.")),
        // Leaves of one level below 2048, and two levels or larger schemes at any size that fits in memory here, measured no faster.
        (0, new FastGemmPlan(null, "A side is below 4096: no scheme measured faster than the classical product.")),
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
