using Engine.Kernels;

namespace Engine;

/// <summary>The tail of the standard normal distribution: fire fractions from shifts and back.</summary>
internal static class NormalDistribution
{
    // Beyond, the tail is below the smallest fp32 number.
    private const double Furthest = 15;

    /// <summary>P(N &gt; b).</summary>
    public static double UpperTail(double b)
    {
        if (b < 0) return 1 - UpperTail(-b);
        if (b > Furthest) return 0;
        double density = NormalTail.Density(b);
        return density * NormalTail.MillsRatio(b, density);
    }

    /// <summary>The b with P(N &gt; b) = <paramref name="probability"/>, in [2^-36, 1/2].</summary>
    public static double UpperQuantile(double probability) => NormalTail.Quantile(probability, start: 1);
}
