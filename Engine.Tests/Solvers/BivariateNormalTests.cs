using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class BivariateNormalTests
{
    /// <summary>What the class promises.</summary>
    private const double Accuracy = 1e-13;

    // Around every branch (0.925) and towards both ends.
    private static readonly double[] s_correlations =
    [
        0, 1e-9, 0.1, 0.3, 0.5, 0.75, 0.9, 0.92499, 0.925, 0.9251, 0.95, 0.99, 0.999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12,
        -1e-9, -0.1, -0.3, -0.5, -0.75, -0.9, -0.92499, -0.925, -0.9251, -0.95, -0.99, -0.999, -1 + 1e-6, -1 + 1e-9, -1 + 1e-12,
    ];

    public static TheoryData<double> Shifts => [0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0];

    [Theory, MemberData(nameof(Shifts))]
    public void BothAbove_IsTheQuadrature(double b)
    {
        foreach (double r in s_correlations)
            Check.Near(BivariateNormal.BothAbove(b, r), BivariateQuadrature.Orthant(b, b, r), Accuracy, $"b={b} r={r:R}");
    }

    [Theory, MemberData(nameof(Shifts))]
    public void Orthant_IsTheQuadrature_ForAnyPairOfThresholds(double h)
    {
        foreach (double k in new[] { -6, -3, -1.2, -0.1, 0, 0.1, 0.7, 2, 6 })
        {
            foreach (double r in s_correlations)
            {
                Check.Near(BivariateNormal.Orthant(h, k, r), BivariateQuadrature.Orthant(h, k, r), Accuracy, $"h={h} k={k} r={r:R}");
                Check.Near(BivariateNormal.Orthant(-h, k, r), BivariateQuadrature.Orthant(-h, k, r), Accuracy, $"h={-h} k={k} r={r:R}");
            }
        }
    }

    [Theory, MemberData(nameof(Shifts))]
    public void MeanProduct_IsTheQuadrature(double b)
    {
        foreach (double r in s_correlations)
        {
            // b^2 times a probability, and terms of that size that cancel.
            Check.Near(BivariateNormal.MeanProduct(b, r), BivariateQuadrature.MeanProduct(b, r), (1 + b * b) * Accuracy, $"b={b} r={r:R}");
            Check.Near(BivariateNormal.MeanProduct(-b, r), BivariateQuadrature.MeanProduct(-b, r), (1 + b * b) * Accuracy, $"b={-b} r={r:R}");
        }
    }

    [Fact]
    public void Orthant_ObeysTheArcsineLaw_AtZero()
    {
        foreach (double r in s_correlations) Check.Near(BivariateNormal.BothAbove(0, r), 0.25 + Math.Asin(r) / (2 * Math.PI), Accuracy, $"r={r:R}");
    }

    [Theory]
    [InlineData(0.3, 1.7)]
    [InlineData(-0.4, 2.0)]
    [InlineData(-2.0, -1.0)]
    [InlineData(5.0, 1.0)]
    public void Orthant_HasTheKnownValues_AtTheEndsAndInTheMiddle(double h, double k)
    {
        double first = BivariateQuadrature.Tail(h), second = BivariateQuadrature.Tail(k);
        Check.Near(BivariateNormal.Orthant(h, k, 0), first * second, Accuracy, $"independent");
        Check.Near(BivariateNormal.Orthant(h, k, 1), Math.Min(first, second), Accuracy, $"equal");
        Check.Near(BivariateNormal.Orthant(h, k, -1), Math.Max(0, first + second - 1), Accuracy, $"opposite");
        Check.Near(BivariateNormal.Orthant(double.NegativeInfinity, k, 0.5), second, Accuracy, $"one open");
        Assert.Equal(0, BivariateNormal.Orthant(double.PositiveInfinity, k, 0.5));
        Assert.Equal(1, BivariateNormal.Orthant(double.NegativeInfinity, double.NegativeInfinity, -0.5));
    }

    [Fact]
    public void Orthant_IsSymmetric_AndComplementsItself()
    {
        foreach (double r in s_correlations)
        {
            foreach ((double h, double k) in new[] { (0.3, 1.1), (-0.7, 2.2), (4.0, -3.0) })
            {
                Check.Near(BivariateNormal.Orthant(h, k, r), BivariateNormal.Orthant(k, h, r), Accuracy, $"h={h} k={k} r={r:R}");
                double sum = BivariateNormal.Orthant(h, k, r) + BivariateNormal.Orthant(h, -k, -r);
                Check.Near(sum, BivariateQuadrature.Tail(h), 2 * Accuracy, $"h={h} k={k} r={r:R}");
            }
        }
    }

    [Theory]
    [InlineData(1.0000001)]
    [InlineData(-1.5)]
    [InlineData(double.NaN)]
    public void Orthant_RefusesWhatIsNoCorrelation(double r)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => BivariateNormal.Orthant(0, 0, r));
        Assert.Contains($"r={r}", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => BivariateNormal.Orthant(double.NaN, 0, 0.5));
    }
}
