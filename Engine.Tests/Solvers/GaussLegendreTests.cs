using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class GaussLegendreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(41)]
    public void Rule_IntegratesPolynomials_UpToTwiceItsPointsLessOne(int points)
    {
        GaussLegendre rule = GaussLegendre.Rule(points);
        for (int degree = 0; degree < 2 * points; degree++)
        {
            // Nodes and weights are off by a few units; the slope of x^degree is at most the degree.
            double bound = 8 * (degree + points + 4) * Rounding.Unit;
            Check.Near(rule.Integrate(x => Math.Pow(x, degree), -1, 1), degree % 2 == 0 ? 2.0 / (degree + 1) : 0, bound, $"x^{degree}");
            Check.Near(rule.Integrate(x => Math.Pow(x, degree), 0, 1), 1.0 / (degree + 1), bound, $"x^{degree} on [0, 1]");
        }

        double missed = rule.Integrate(x => Math.Pow(x, 2 * points), -1, 1);
        Assert.True(points > 20 || Math.Abs(missed - 2.0 / (2 * points + 1)) > 1e-13, $"degree {2 * points} is beyond the rule");
    }
}
