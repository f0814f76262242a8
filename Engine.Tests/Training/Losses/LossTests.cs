using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training.Losses;

/// <summary>Value, gradient and quadratic model of every loss against definitions, differences and exact Hessians.</summary>
public sealed class LossTests
{
    private const int Samples = 11;
    private const double Delta = 0.3;

    // Exponentials, logarithms and divisions of a term, each right to a unit or two.
    private const int Operations = 32;

    /// <summary>Loss, outputs, whether samples have weights.</summary>
    public static TheoryData<LossKind, int, bool> Losses()
    {
        TheoryData<LossKind, int, bool> losses = new();
        foreach (LossKind kind in Enum.GetValues<LossKind>())
        {
            foreach (int outputs in new[] { 1, 4 })
            {
                losses.Add(kind, outputs, false);
                losses.Add(kind, outputs, true);
            }
        }

        return losses;
    }

    [Theory, MemberData(nameof(Losses))]
    public void Evaluate_IsTheDefinition(LossKind kind, int outputs, bool weighted)
    {
        TrainingCase given = Case(kind, outputs, weighted);
        double[] f = Outputs(outputs), gradient = new double[f.Length];
        ReferenceLoss expected = ReferenceLoss.Of(kind, f, given.Targets(), given.Weights, Samples, Delta);
        Check.Near(given.Loss().Evaluate(f, gradient), expected.Value, Rounding.Gamma(Operations + f.Length) * (expected.Value + Samples * outputs), $"value");
        for (int p = 0; p < f.Length; p++) Check.Near(gradient[p], expected.Gradient[p], Rounding.Gamma(Operations + outputs) * Weight(given, p), $"gradient {p}");
    }

    /// <summary>Central differences: off by step²/6 times a third derivative, at most w/(6 √3) for the logistic function and p, and by the rounding of two values.</summary>
    [Theory, MemberData(nameof(Losses))]
    public void Gradient_MatchesCentralDifferences(LossKind kind, int outputs, bool weighted)
    {
        const double Step = 1e-4;
        TrainingCase given = Case(kind, outputs, weighted);
        ILoss loss = given.Loss();
        double[] f = Outputs(outputs), gradient = new double[f.Length], other = new double[f.Length];
        double value = loss.Evaluate(f, gradient), rounding = Rounding.Gamma(Operations + f.Length) * (value + Samples * outputs) / Step;
        for (int p = 0; p < f.Length; p++)
        {
            double above = loss.Evaluate(Moved(f, p, Step), other), below = loss.Evaluate(Moved(f, p, -Step), other);
            double third = kind == LossKind.CrossEntropy ? Weight(given, p) / (6.0 * Math.Sqrt(3.0)) : 0.0;
            Check.Near((above - below) / (2.0 * Step), gradient[p], Step * Step / 6.0 * third + rounding, $"{p}");
        }
    }

    /// <summary>S u is the gradient, S² the curvature of the definition.</summary>
    [Theory, MemberData(nameof(Losses))]
    public void Curve_SplitsTheGradient(LossKind kind, int outputs, bool weighted)
    {
        TrainingCase given = Case(kind, outputs, weighted);
        ILoss loss = given.Loss();
        double[] f = Outputs(outputs), gradient = new double[f.Length], root = new double[f.Length], scaled = new double[f.Length];
        loss.Evaluate(f, gradient);
        loss.Curve(f, root, scaled);
        ReferenceLoss expected = ReferenceLoss.Of(kind, f, given.Targets(), given.Weights, Samples, Delta);
        for (int p = 0; p < f.Length; p++)
        {
            Check.Near(root[p] * scaled[p], gradient[p], Rounding.Gamma(Operations + outputs) * Weight(given, p), $"S u {p}");
            Check.Near(root[p] * root[p], expected.Curvature[p], Rounding.Gamma(Operations + outputs) * 2.0 * Weight(given, p), $"S² {p}");
        }

        Assert.Equal(kind == LossKind.Squared && !weighted, loss.IsPlain);
    }

    /// <summary>The exact Hessian diag(p) - p pᵀ is below S² and nowhere above <see cref="ILoss.LargestCurvature"/>, which two equal classes reach.</summary>
    [Fact]
    public void Softmax_IsBoundedByItsModel()
    {
        TrainingCase given = Case(LossKind.CrossEntropy, 4, weighted: false);
        double[] f = Outputs(4), root = new double[f.Length], scaled = new double[f.Length];
        for (int k = 0; k < 4; k++) f[k * Samples] = k < 2 ? 0.0 : -100.0;
        ILoss loss = given.Loss();
        loss.Curve(f, root, scaled);
        for (int i = 0; i < Samples; i++)
        {
            double[] p = [.. Enumerable.Range(0, 4).Select(k => Math.Exp(f[k * Samples + i]))];
            double total = p.Sum();
            Matrix<double> hessian = Matrix<double>.Build.Dense(4, 4, (k, l) => (k == l ? p[k] / total : 0.0) - p[k] * p[l] / (total * total));
            Matrix<double> rest = Matrix<double>.Build.Dense(4, 4, (k, l) => k == l ? root[k * Samples + i] * root[k * Samples + i] : 0.0) - hessian;
            double rounding = Rounding.Gamma(Operations + 4 * 4);
            Assert.True(Eigenvalues(rest).Min() >= -rounding);
            Assert.True(Eigenvalues(hessian).Max() <= loss.LargestCurvature + rounding);
            if (i == 0) Check.Near(Eigenvalues(hessian).Max(), loss.LargestCurvature, rounding, $"two equal classes");
        }
    }

    /// <summary>Huber's parabola through gradient and curvature lies above the loss: half-way, at the minimum and beyond, outliers included.</summary>
    [Fact]
    public void Huber_LiesBelowItsParabola()
    {
        HuberLoss loss = new([0.0], Delta);
        double[] gradient = [0.0], root = [0.0], scaled = [0.0], other = [0.0];
        foreach (double f in new[] { -40.0, -0.31, -0.3, -0.1, 0.0, 0.2, 0.5, 7.0 })
        {
            double value = loss.Evaluate([f], gradient);
            loss.Curve([f], root, scaled);
            for (double move = -50.0; move <= 50.0; move += 0.25)
            {
                double model = value + gradient[0] * move + root[0] * root[0] * move * move / 2.0;
                double size = value + Math.Abs(gradient[0] * move) + root[0] * root[0] * move * move;
                Assert.True(loss.Evaluate([f + move], other) <= model + Rounding.Gamma(12) * size);
            }
        }
    }

    /// <summary>A sample that is certain, right or wrong, has finite numbers: no weight, or the gradient of its weight and a limited step.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void CrossEntropy_IsFinite_WhenOutputsAreHuge(int outputs)
    {
        double[] targets = outputs == 1 ? [1.0] : [1.0, -1.0, -1.0], gradient = new double[outputs], root = new double[outputs], scaled = new double[outputs];
        ILoss loss = outputs == 1 ? new LogisticLoss(targets, [3.0]) : new SoftmaxLoss(targets, outputs, [3.0]);
        foreach (double margin in new[] { -5000.0, -800.0, -40.0, 40.0, 800.0, 5000.0 })
        {
            double[] f = new double[outputs];
            f[0] = margin;
            double value = loss.Evaluate(f, gradient);
            loss.Curve(f, root, scaled);
            Assert.True(double.IsFinite(value) && gradient.Concat(root).Concat(scaled).All(double.IsFinite));
            Assert.Equal(margin < 0.0 ? -3.0 : -3.0 * Math.Max(1, outputs - 1) * Math.Exp(-margin), gradient[0], 1e-14);
            Assert.Equal(gradient[0], root[0] * scaled[0], 1e-14);
            if (margin < 0.0) Assert.True(Math.Abs(scaled[0] / root[0]) <= 16.0 + 1e-12);
            if (margin > 0.0) Check.Near(value, 3.0 * Math.Max(1, outputs - 1) * Math.Exp(-margin), 1e-15 * value, $"loss at margin {margin}");
        }
    }

    /// <summary>ln(1 + x) by its series where 1 + x forgets x: the third term is below a unit of the sum.</summary>
    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-17)]
    [InlineData(3e-13)]
    [InlineData(7e-9)]
    public void LogOnePlus_IsPrecise_NearZero(double x) => Check.Near(Odds.LogOnePlus(x), x - x * x / 2.0, Rounding.Gamma(8) * x, $"{x}");

    private static TrainingCase Case(LossKind kind, int outputs, bool weighted) => new()
    {
        Samples = Samples,
        Outputs = outputs,
        Weights = weighted ? [.. Enumerable.Range(0, Samples).Select(i => 0.25 + i % 3)] : null,
        Options = new TrainingOptions { Loss = kind },
    };

    /// <summary>Outputs between -3 and 3; no error is within a difference of Huber's delta, where there is no third derivative.</summary>
    private static double[] Outputs(int outputs)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, outputs * Samples).Select(_ => 6.0 * random.NextDouble() - 3.0)];
    }

    private static double[] Moved(double[] f, int p, double step)
    {
        double[] moved = [.. f];
        moved[p] += step;
        return moved;
    }

    private static double Weight(TrainingCase given, int p) => Math.Max(1.0, given.Weights?[p % Samples] ?? 1.0) * 4.0;

    private static IEnumerable<double> Eigenvalues(Matrix<double> matrix) => matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real);
}
