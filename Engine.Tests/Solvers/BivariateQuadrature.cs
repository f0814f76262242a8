using MathNet.Numerics;

namespace Engine.Tests.Solvers;

/// <summary>P(X &gt; h, Y &gt; k) as the integral of the density of X times the conditional tail of Y: panels of 32 nodes, refined where the tail turns.</summary>
/// <remarks>
/// Shares nothing with the library: MathNet's erfc and rule, another integral. The tail turns within sqrt(1 - r^2) of k / r, so panels double in length
/// from an eighth of that on both sides; a panel is at most a quarter long. Convergence of the rule on it is far below 1e-15.
/// </remarks>
internal static class BivariateQuadrature
{
    private static readonly (double Node, double Weight)[] s_rule = MakeRule();

    internal static double Tail(double z) => SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2;

    internal static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    internal static double Orthant(double h, double k, double r)
    {
        double width = Math.Sqrt((1 - r) * (1 + r));
        return Integrate(h, r == 0 ? h : k / r, width, x => Density(x) * Tail((k - r * x) / width));
    }

    /// <summary>E[max(X - b, 0) max(Y - b, 0)]: Y given X is normal of mean r X and deviation sqrt(1 - r^2).</summary>
    internal static double MeanProduct(double b, double r)
    {
        double width = Math.Sqrt((1 - r) * (1 + r));
        return Integrate(b, r == 0 ? b : b / r, width, x =>
        {
            double z = (b - r * x) / width;
            return Density(x) * (x - b) * (width * Density(z) - (b - r * x) * Tail(z));
        });
    }

    private static double Integrate(double from, double turn, double width, Func<double, double> integrand)
    {
        // Beyond 12 on either side nothing is left of 1e-30.
        double start = Math.Max(from, -12), end = Math.Max(start, Math.Max(from, 0) + 12), sum = 0;
        List<double> ends = [start, end, turn];
        for (double distance = width / 8; distance < 30; distance *= 2)
        {
            ends.Add(turn - distance);
            ends.Add(turn + distance);
        }

        double[] sorted = [.. ends.Where(x => x >= start && x <= end).Order()];
        for (int p = 0; p + 1 < sorted.Length; p++)
        {
            int pieces = (int)Math.Ceiling((sorted[p + 1] - sorted[p]) / 0.25);
            for (int piece = 0; piece < pieces; piece++)
            {
                double half = (sorted[p + 1] - sorted[p]) / pieces / 2, centre = sorted[p] + (2 * piece + 1) * half;
                foreach ((double node, double weight) in s_rule) sum += half * weight * integrand(centre + half * node);
            }
        }

        return sum;
    }

    private static (double, double)[] MakeRule()
    {
        var rule = new MathNet.Numerics.Integration.GaussLegendreRule(-1, 1, 32);
        return [.. rule.Abscissas.Zip(rule.Weights)];
    }
}
