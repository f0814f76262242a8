namespace Engine;

/// <summary>Gauss-Legendre quadrature on [-1, 1].</summary>
/// <param name="Nodes">Roots of the Legendre polynomial of degree <c>Nodes.Length</c>, descending.</param>
/// <param name="Weights">Weights of the nodes; their sum is 2.</param>
internal sealed record GaussLegendre(double[] Nodes, double[] Weights)
{
    /// <summary>The rule with <paramref name="points"/> nodes, exact for polynomials of degree 2 points - 1.</summary>
    /// <remarks>Newton's method on the three-term recurrence, from the asymptotic roots cos(pi (i - 1/4) / (points + 1/2)).</remarks>
    public static GaussLegendre Rule(int points)
    {
        const int Steps = 8;
        var rule = new GaussLegendre(new double[points], new double[points]);
        for (int i = 0; i < points; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (points + 0.5)), slope = 0;
            for (int step = 0; step < Steps; step++)
            {
                (double value, slope) = Polynomial(points, x);
                x -= value / slope;
            }

            rule.Nodes[i] = x;
            rule.Weights[i] = 2 / ((1 - x * x) * slope * slope);
        }

        return rule;
    }

    /// <summary>The integral of <paramref name="integrand"/> over [from, to].</summary>
    public double Integrate(Func<double, double> integrand, double from, double to)
    {
        double half = (to - from) / 2, centre = (to + from) / 2, sum = 0;
        for (int i = 0; i < Nodes.Length; i++) sum += Weights[i] * integrand(centre + half * Nodes[i]);
        return half * sum;
    }

    private static (double Value, double Slope) Polynomial(int degree, double x)
    {
        double value = 1, before = 0;
        for (int k = 1; k <= degree; k++) (value, before) = (((2 * k - 1) * x * value - (k - 1) * before) / k, value);
        return (value, degree * (x * value - before) / (x * x - 1));
    }
}
