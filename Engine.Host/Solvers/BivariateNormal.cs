namespace Engine;

/// <summary>Probabilities and moments of two standard normal variables X and Y of correlation r.</summary>
/// <remarks>
/// Drezner and Wesolowsky 1990 in the form of Genz 2004, "Numerical computation of rectangular bivariate and trivariate normal and t
/// probabilities" (Statistics and Computing 14), section 2.4: Gauss-Legendre quadrature of Plackett's derivative over asin r for
/// |r| below 0.925, and beyond it the integral from the singular distribution at |r| = 1 with its singular part taken out in closed form.
/// Absolute error below 1e-13, which the tests check against quadrature of the conditional tail.
/// </remarks>
internal static class BivariateNormal
{
    private const double SeriesFrom = 0.925;

    // Below exp of this nothing reaches the last bit of a probability.
    private const double NegligibleExponent = -100;

    private static readonly GaussLegendre s_rule = GaussLegendre.Rule(20);

    /// <summary>P(X &gt; h, Y &gt; k).</summary>
    /// <param name="h">First threshold; may be infinite.</param>
    /// <param name="k">Second threshold; may be infinite.</param>
    /// <param name="r">Correlation, in [-1, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">r is not in [-1, 1], or an argument is NaN.</exception>
    public static double Orthant(double h, double k, double r)
    {
        if (!(r >= -1 && r <= 1)) throw new ArgumentOutOfRangeException(nameof(r), r, $"-1 <= r <= 1 does not hold: r={r}.");
        if (double.IsNaN(h) || double.IsNaN(k)) throw new ArgumentOutOfRangeException(nameof(h), $"thresholds are numbers does not hold: h={h}, k={k}.");
        if (double.IsInfinity(h) || double.IsInfinity(k) || r == 0) return Tail(h) * Tail(k);
        double probability = Math.Abs(r) < SeriesFrom ? Tail(h) * Tail(k) + Central(h, k, r) : Near(h, k, r);
        return Math.Clamp(probability, 0, 1);
    }

    /// <summary>P(X &gt; b, Y &gt; b): how often a neuron of threshold b fires on both of two inputs of inner product r.</summary>
    public static double BothAbove(double b, double r) => Orthant(b, b, r);

    /// <summary>E[max(X - b, 0) max(Y - b, 0)], from the moments of the truncated distribution (Rosenbaum 1961).</summary>
    /// <param name="b">Threshold, finite.</param>
    /// <param name="r">Correlation, in [-1, 1].</param>
    public static double MeanProduct(double b, double r)
    {
        double both = BothAbove(b, r), density = Math.Exp(-b * b / 2) / Math.Sqrt(2 * Math.PI);
        if (r == 1) return (1 + b * b) * both - b * density;
        if (r == -1) return b >= 0 ? 0 : (b * b - 1) * both - 2 * b * density;
        double joint = Math.Sqrt((1 - r) * (1 + r)) / (2 * Math.PI) * Math.Exp(-b * b / (1 + r));
        return (r + b * b) * both + joint - 2 * b * density * Tail(b * Math.Sqrt((1 - r) / (1 + r)));
    }

    private static double Tail(double z) => double.IsNegativeInfinity(z) ? 1 : double.IsPositiveInfinity(z) ? 0 : NormalDistribution.UpperTail(z);

    // (1 / 2 pi) times the integral of exp(-(h^2 - 2 h k sin t + k^2) / (2 cos^2 t)) over [0, asin r].
    private static double Central(double h, double k, double r)
    {
        double squares = (h * h + k * k) / 2, product = h * k, half = Math.Asin(r) / 2, sum = 0;
        for (int i = 0; i < s_rule.Nodes.Length; i++)
        {
            double sine = Math.Sin(half * (1 + s_rule.Nodes[i]));
            sum += s_rule.Weights[i] * Math.Exp((sine * product - squares) / (1 - sine * sine));
        }

        return sum * half / (2 * Math.PI);
    }

    private static double Near(double h, double k, double r)
    {
        double side = r < 0 ? -k : k, correction = Math.Abs(r) < 1 ? FromSingular(h, side, Math.Abs(r)) : 0;
        if (r > 0) return Tail(Math.Max(h, k)) + correction;
        if (h >= side) return -correction;
        return (h < 0 ? Tail(-side) - Tail(-h) : Tail(h) - Tail(side)) - correction;
    }

    // What the distribution of correlation r in (0, 1) has above (h, k) more than the singular one: at most 0.
    private static double FromSingular(double h, double k, double r)
    {
        double square = (1 - r) * (1 + r), root = Math.Sqrt(square), gap = (h - k) * (h - k), product = h * k;
        double c = (4 - product) / 8, d = (12 - product) / 16, closed = 0;
        double exponent = -(gap / square + product) / 2;
        if (exponent > NegligibleExponent)
            closed = root * Math.Exp(exponent) * (1 - c * (gap - square) * (1 - d * gap / 5) / 3 + c * d * square * square / 5);
        if (product > NegligibleExponent)
        {
            double distance = Math.Sqrt(gap);
            closed -= Math.Exp(-product / 2) * Math.Sqrt(2 * Math.PI) * Tail(distance / root) * distance * (1 - c * gap * (1 - d * gap / 5) / 3);
        }

        double sum = 0;
        for (int i = 0; i < s_rule.Nodes.Length; i++)
        {
            double x = root / 2 * (1 + s_rule.Nodes[i]), xs = x * x, power = -(gap / xs + product) / 2;
            if (power <= NegligibleExponent) continue;
            double rs = Math.Sqrt(1 - xs), series = 1 + c * xs * (1 + d * xs);
            sum += s_rule.Weights[i] * Math.Exp(power) * (series - Math.Exp(-product / 2 * xs / ((1 + rs) * (1 + rs))) / rs);
        }

        return (root / 2 * sum - closed) / (2 * Math.PI);
    }
}
