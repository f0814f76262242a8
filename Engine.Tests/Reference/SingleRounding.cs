namespace Engine.Tests.Reference;

/// <summary>Error bounds of single precision.</summary>
/// <remarks>
/// The references compute in double precision. Their own error is k 2⁻⁵³ of the same magnitudes, k below a million: bounds are stated
/// with one unit of 2⁻²⁴ more than the derivation needs, which covers it.
/// </remarks>
internal static class SingleRounding
{
    /// <summary>The unit roundoff u = 2⁻²⁴.</summary>
    internal const double Unit = 1.0 / (1 << 24);

    /// <summary>γ_k = k u / (1 - k u): Higham, Accuracy and Stability, §3.1.</summary>
    internal static double Gamma(int k) => k * Unit / (1.0 - k * Unit);

    /// <summary>The scalar chain s = fma(w_k, x_k, s) of fp32: what every score of the library has to equal bit for bit.</summary>
    internal static float Chain(ReadOnlySpan<float> w, ReadOnlySpan<float> x)
    {
        float sum = 0;
        for (int k = 0; k < w.Length; k++) sum = MathF.FusedMultiplyAdd(w[k], x[k], sum);
        return sum;
    }
}
