namespace Engine.Tests.Kernels;

/// <summary>Error bounds and residuals for double precision.</summary>
internal static class Rounding
{
    /// <summary>The unit roundoff u = 2⁻⁵³.</summary>
    internal const double Unit = 1.0 / (1L << 53);

    /// <summary>γ_k = k u / (1 - k u): Higham, Accuracy and Stability, §3.1.</summary>
    internal static double Gamma(int k) => k * Unit / (1.0 - k * Unit);

    /// <summary>start - Σ a_k b_k over the first elements, in twice the working precision, so that its own error does not count.</summary>
    /// <remarks>Ogita, Rump and Oishi, Accurate sum and dot product, Algorithm 5.3 (Dot2).</remarks>
    internal static double Residual(double start, ReadOnlySpan<double> a, ReadOnlySpan<double> b, int length)
    {
        double high = start;
        double low = 0.0;
        for (int k = 0; k < length; k++)
        {
            double product = -a[k] * b[k];
            double productError = Math.FusedMultiplyAdd(-a[k], b[k], -product);
            double sum = high + product;
            double part = sum - high;
            low += ((high - (sum - part)) + (product - part)) + productError;
            high = sum;
        }

        return high + low;
    }

    /// <summary>Σ |a_k| |b_k| over the first elements.</summary>
    internal static double AbsoluteDot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int length)
    {
        double sum = 0.0;
        for (int k = 0; k < length; k++) sum += Math.Abs(a[k] * b[k]);
        return sum;
    }
}
