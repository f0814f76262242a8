using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class KernelCrossValidationTests
{
    private const int Samples = 40, Dimension = 6;
    private static readonly double[] s_ridges = [1e-3, 1e-1, 1, 10];

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(1, 2.1)]
    [InlineData(3, 1.0)]
    public void Score_IsWhatLeavingEachSampleOutGives(int outputs, double shift)
    {
        float[] rows = RandomRows.Unit(Samples, Dimension, 1);
        double[] targets = Matrices.Vector(outputs * Samples, 2);
        foreach (CrossValidationRow row in Rows(rows, targets, classes: false, shift))
        {
            double[,] predicted = LeftOut(rows, targets, outputs, shift, row.RelativeRidge);
            double sum = 0;
            for (int i = 0; i < Samples; i++)
            {
                double expected = Enumerable.Range(0, outputs).Sum(k => Math.Pow(targets[k * Samples + i] - predicted[i, k], 2));
                Check.Near(row.Losses[i], expected, Bound(row) * (1 + expected), $"b={shift} ridge={row.RelativeRidge} sample {i}");
                sum += expected;
            }

            Check.Near(row.SquaredError, sum / Samples, Bound(row) * (1 + sum / Samples), $"b={shift} ridge={row.RelativeRidge}");
            Assert.Equal(row.SquaredError, row.Score, 1e-12 * row.Score);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Losses_CountSamplesMistaken_ForClasses(int outputs)
    {
        float[] rows = RandomRows.Unit(Samples, Dimension, 3);
        var random = new Random(4);
        int[] classOf = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(Math.Max(2, outputs)))];
        var targets = new double[outputs * Samples];
        for (int i = 0; i < targets.Length; i++) targets[i] = classOf[i % Samples] == (outputs == 1 ? 1 : i / Samples) ? 1 : -1;
        var meaning = new TargetMeaning(TaskKind.Classification, [.. Enumerable.Range(0, Math.Max(2, outputs)).Select(c => $"{c}")], 0, 1);
        foreach (CrossValidationRow row in Rows(rows, targets, classes: true, shift: 1.0))
        {
            double[,] predicted = LeftOut(rows, targets, outputs, 1.0, row.RelativeRidge);
            for (int i = 0; i < Samples; i++)
            {
                double[] scores = [.. Enumerable.Range(0, outputs).Select(k => predicted[i, k])];
                Assert.Equal(meaning.ClassOf(scores) == classOf[i] ? 0.0 : 1.0, row.Losses[i]);
            }
        }
    }

    [Fact]
    public void Generalised_IsItsDefinition()
    {
        float[] rows = RandomRows.Unit(Samples, Dimension, 5);
        double[] targets = Matrices.Vector(2 * Samples, 6);
        foreach (CrossValidationRow row in Rows(rows, targets, classes: false, shift: 1.5))
        {
            InfiniteWidthKernel kernel = new(1.5);
            Matrix<double> gram = Kernel(rows, kernel), identity = Matrix<double>.Build.DenseIdentity(Samples);
            Matrix<double> left = identity - gram * (gram + row.RelativeRidge * kernel.Diagonal * identity).Inverse();
            double square = Enumerable.Range(0, 2).Sum(k => Math.Pow((left * Vector<double>.Build.Dense(targets[(k * Samples)..((k + 1) * Samples)])).L2Norm(), 2));
            double expected = Samples * square / Math.Pow(left.Trace(), 2);
            Check.Near(row.Generalised, expected, Bound(row) * expected, $"ridge={row.RelativeRidge}");
            Check.Near(row.EffectiveParameters, Samples - left.Trace(), Bound(row) * Samples, $"parameters, ridge={row.RelativeRidge}");
        }
    }

    [Fact]
    public void Score_PrefersMoreRidge_ForNoise()
    {
        float[] rows = RandomRows.Unit(Samples, Dimension, 7);
        double[] line = [.. Enumerable.Range(0, Samples).Select(i => (double)rows[i * Dimension])], noise = Matrices.Vector(Samples, 8);
        Assert.Equal(s_ridges[^1], Rows(rows, noise, classes: false, 1.0).MinBy(row => row.SquaredError)!.RelativeRidge);
        Assert.InRange(Rows(rows, line, classes: false, 1.0).MinBy(row => row.SquaredError)!.RelativeRidge, 0, 1e-1);
    }

    [Theory]
    [InlineData(new double[] { 0, 1, 0, 0 }, new double[] { 0, 0, 0, 0 }, true)]
    [InlineData(new double[] { 1, 1, 1, 1, 0 }, new double[] { 0, 0, 0, 0, 0 }, true)]
    [InlineData(new double[] { 1, 1, 1, 1, 1 }, new double[] { 0, 0, 0, 0, 0 }, false)]
    [InlineData(new double[] { 0, 1, 1, 0 }, new double[] { 1, 0, 0, 0 }, true)]
    [InlineData(new double[] { 0, 0, 0, 0 }, new double[] { 1, 1, 1, 1 }, true)]
    [InlineData(new double[] { 2, 2, 2, 2, 2 }, new double[] { 1, 1, 1, 1, 1 }, false)]
    [InlineData(new double[] { double.PositiveInfinity }, new double[] { 1 }, false)]
    public void IsAsGoodAs_AllowsTwoStandardErrorsOfTheDifference(double[] losses, double[] best, bool expected) =>
        Assert.Equal(expected, new CrossValidationRow(0, 1, losses, 0, 0, 0).IsAsGoodAs(new CrossValidationRow(0, 1, best, 0, 0, 0)));

    [Fact]
    public void Score_RefusesWhatDoesNotFit()
    {
        using WorkerTeam team = new(1);
        using PackedRows rows = new(RandomRows.Unit(5, 2, 9), 2);
        Assert.Throws<ArgumentException>(() => new KernelCrossValidation(new double[7], 5, classes: false, team));
        using KernelCrossValidation fits = new(new double[5], 5, classes: false, team), other = new(new double[6], 6, classes: false, team);
        Assert.Throws<ArgumentException>(() => fits.Score(rows, 1, [0.0]));
        Assert.Throws<ArgumentException>(() => other.Score(rows, 1, [1.0]));
    }

    private static IReadOnlyList<CrossValidationRow> Rows(float[] rows, double[] targets, bool classes, double shift)
    {
        using WorkerTeam team = new(2);
        using PackedRows packed = new(rows, Dimension);
        using KernelCrossValidation validation = new(targets, Samples, classes, team);
        return validation.Score(packed, shift, s_ridges);
    }

    // The kernel from fp32 products, 1e-6 of the diagonal off at most, over the smallest eigenvalue of kernel plus ridge, for samples and sums of some ten.
    private static double Bound(CrossValidationRow row) => 1e-5 * (1 + 1 / row.RelativeRidge);

    private static double[,] LeftOut(float[] rows, double[] targets, int outputs, double shift, double ridge)
    {
        InfiniteWidthKernel kernel = new(shift);
        Matrix<double> gram = Kernel(rows, kernel);
        var predicted = new double[Samples, outputs];
        for (int i = 0; i < Samples; i++)
        {
            int[] others = [.. Enumerable.Range(0, Samples).Where(j => j != i)];
            Matrix<double> system = Matrix<double>.Build.Dense(others.Length, others.Length, (j, k) => gram[others[j], others[k]] + (j == k ? ridge * kernel.Diagonal : 0));
            for (int k = 0; k < outputs; k++)
            {
                Vector<double> alpha = system.Cholesky().Solve(Vector<double>.Build.Dense([.. others.Select(j => targets[k * Samples + j])]));
                predicted[i, k] = Enumerable.Range(0, others.Length).Sum(j => gram[i, others[j]] * alpha[j]);
            }
        }

        return predicted;
    }

    private static Matrix<double> Kernel(float[] rows, InfiniteWidthKernel kernel)
    {
        double[] products = Dense.TimesTransposed(Dense.Of(rows), Dense.Of(rows), Dimension);
        return Matrix<double>.Build.Dense(Samples, Samples, (i, j) => i == j ? kernel.Diagonal : kernel.At(products[i * Samples + j]));
    }
}
