using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class KernelCrossValidationTests
{
    private static readonly double[] s_shifts = [0, 1, 2.1];
    private static readonly double[] s_ridges = [1e-4, 1e-2, 1, 10];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Score_IsTheDefinition_ForEveryCandidate(int outputs)
    {
        const int Samples = 60, Dimension = 8;
        float[] rows = RandomRows.Unit(Samples, Dimension, 1);
        double[] targets = Matrices.Vector(outputs * Samples, 2);
        using WorkerTeam team = new(2);
        CrossValidationTable table = KernelCrossValidation.Score(rows, Dimension, targets, s_shifts, s_ridges, team, CancellationToken.None);
        Assert.Equal(s_shifts.SelectMany(shift => s_ridges.Select(ridge => (shift, ridge))), table.Rows.Select(row => (row.Shift, row.RelativeRidge)));
        Assert.Equal(Samples, table.SamplesUsed);
        Assert.Equal(table.Rows.MinBy(row => row.Score), table.Best);
        foreach (CrossValidationRow row in table.Rows)
        {
            InfiniteWidthKernel kernel = new(row.Shift);
            Matrix<double> gram = Kernel(rows, Dimension, kernel), identity = Matrix<double>.Build.DenseIdentity(Samples);
            Matrix<double> left = identity - gram * (gram + row.RelativeRidge * kernel.Diagonal * identity).Inverse();
            double square = Enumerable.Range(0, outputs).Sum(k => Math.Pow((left * Vector<double>.Build.Dense(targets[(k * Samples)..((k + 1) * Samples)])).L2Norm(), 2));
            double expected = Samples * square / Math.Pow(left.Trace(), 2);
            // The kernel from fp32 products, 1e-6 of the diagonal off at most, over the smallest eigenvalue of kernel plus ridge.
            double bound = 1e-5 * (1 + 1 / row.RelativeRidge) * expected;
            Check.Near(row.Score, expected, bound, $"b={row.Shift} ridge={row.RelativeRidge}");
            Check.Near(row.EffectiveParameters, Samples - left.Trace(), 1e-5 * (1 + 1 / row.RelativeRidge) * Samples, $"parameters, b={row.Shift} ridge={row.RelativeRidge}");
        }
    }

    [Fact]
    public void Score_PrefersMoreRidge_ForNoise()
    {
        const int Samples = 100, Dimension = 10;
        float[] rows = RandomRows.Unit(Samples, Dimension, 3);
        using WorkerTeam team = new(1);
        double[] line = [.. Enumerable.Range(0, Samples).Select(i => (double)rows[i * Dimension])], noise = Matrices.Vector(Samples, 4);
        Assert.Equal(s_ridges[^1], KernelCrossValidation.Score(rows, Dimension, noise, s_shifts, s_ridges, team, CancellationToken.None).Best.RelativeRidge);
        Assert.InRange(KernelCrossValidation.Score(rows, Dimension, line, s_shifts, s_ridges, team, CancellationToken.None).Best.RelativeRidge, 0, 1e-2);
    }

    [Fact]
    public void Score_TakesAnEvenSubset_WhenThereAreManySamples()
    {
        const int Dimension = 2;
        int samples = KernelCrossValidation.LargestSystem + 7;
        float[] rows = RandomRows.Unit(samples, Dimension, 5);
        double[] targets = Matrices.Vector(samples, 6);
        using WorkerTeam team = new(2);
        CrossValidationTable table = KernelCrossValidation.Score(rows, Dimension, targets, [1.0], s_ridges, team, CancellationToken.None);
        int kept = (samples + 1) / 2;
        Assert.Equal(kept, table.SamplesUsed);
        float[] subset = [.. Enumerable.Range(0, kept).SelectMany(i => rows.AsSpan(2 * i * Dimension, Dimension).ToArray())];
        double[] some = [.. Enumerable.Range(0, kept).Select(i => targets[2 * i])];
        Assert.Equal(table.Rows, KernelCrossValidation.Score(subset, Dimension, some, [1.0], s_ridges, team, CancellationToken.None).Rows);
    }

    [Fact]
    public void Score_RefusesWhatDoesNotFit()
    {
        float[] rows = RandomRows.Unit(5, 2, 7);
        using WorkerTeam team = new(1);
        Assert.Throws<ArgumentException>(() => KernelCrossValidation.Score(rows, 2, new double[7], s_shifts, s_ridges, team, CancellationToken.None));
        Assert.Throws<ArgumentException>(() => KernelCrossValidation.Score(rows, 2, new double[5], [], s_ridges, team, CancellationToken.None));
        Assert.Throws<ArgumentException>(() => KernelCrossValidation.Score(rows, 2, new double[5], s_shifts, [0.0], team, CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => KernelCrossValidation.Score(rows, 2, new double[5], s_shifts, s_ridges, team, new CancellationToken(canceled: true)));
    }

    private static Matrix<double> Kernel(float[] rows, int dimension, InfiniteWidthKernel kernel)
    {
        double[] products = Dense.TimesTransposed(Dense.Of(rows), Dense.Of(rows), dimension);
        int count = rows.Length / dimension;
        return Matrix<double>.Build.Dense(count, count, (i, j) => i == j ? kernel.Diagonal : kernel.At(products[i * count + j]));
    }
}
