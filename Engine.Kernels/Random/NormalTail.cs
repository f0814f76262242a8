using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>The upper tail of the standard normal distribution in double precision, the same bits on every machine.</summary>
/// <remarks>
/// Only + - * / and square roots, which IEEE 754 rounds exactly one way; library exp, log and erfc differ between
/// platforms. Relative error of each probability is below 1e-13 for 0 &lt;= z &lt;= 7, which the tests check. Compiled
/// optimised at once, because filling the table at start-up is nearly all the use there is.
/// </remarks>
internal static class NormalTail
{
    private const double Ln2 = 0.693147180559945309417;
    private const double InverseSqrtTwoPi = 0.398942280401432677940;

    // Below, the power series keeps 1e-13 through the subtraction from 1/2; above, the fraction converges fast enough.
    private const double SeriesLimit = 2.5;

    /// <summary>Density (2 pi)^(-1/2) exp(-z^2 / 2), for |z| &lt; 37.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Density(double z)
    {
        double x = 0.5 * z * z;
        long halvings = (long)(x / Ln2 + 0.5);
        double r = x - halvings * Ln2;

        // Taylor series of exp(-r) on |r| <= ln(2) / 2: the first term left out is below 2^-62.
        double sum = 1;
        for (int k = 14; k >= 1; k--) sum = 1 - r * sum / k;

        double powerOfTwo = BitConverter.Int64BitsToDouble((1023 - halvings) << 52);
        return InverseSqrtTwoPi * sum * powerOfTwo;
    }

    /// <summary>Q(z) / density(z), where Q(z) = P(Z &gt; z): Mills' ratio, for z &gt;= 0.</summary>
    internal static double MillsRatio(double z, double density) =>
        z < SeriesLimit ? (0.5 - density * CentralSeries(z)) / density : 1 / (z + TailFraction(z));

    /// <summary>The z &gt;= 0 with Q(z) = <paramref name="probability"/>, for probabilities in [2^-36, 1/2].</summary>
    /// <param name="probability">Upper tail probability.</param>
    /// <param name="start">A guess; the nearer, the fewer steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Quantile(double probability, double start)
    {
        // Halley's step converges cubically: after a step below 2^-17 what is left is of the order of 2^-51.
        const double LastStep = 1.0 / (1 << 17);
        double z = start;
        double step;
        do
        {
            double density = Density(z);
            double newton = MillsRatio(z, density) - probability / density;
            step = newton / (1 - 0.5 * z * newton);
            z += step;
        }
        while (step > LastStep || step < -LastStep);
        return z;
    }

    // (Phi(z) - 1/2) / density = z + z^3/3 + z^5/(3 5) + ...; Abramowitz and Stegun 26.2.11.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double CentralSeries(double z)
    {
        double square = z * z;
        double term = z;
        double sum = 0;
        for (int odd = 3; sum + term != sum; odd += 2)
        {
            sum += term;
            term *= square / odd;
        }
        return sum;
    }

    // 1/(z + 2/(z + 3/(z + ...))), Laplace's fraction without its outermost z; Abramowitz and Stegun 26.2.14.
    // Cut after 60 terms it is off by 1.3e-15 of the value at z = 2.5 (60-digit arithmetic), and by less above.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double TailFraction(double z)
    {
        double fraction = 0;
        for (int k = 60; k >= 1; k--) fraction = k / (z + fraction);
        return fraction;
    }
}
