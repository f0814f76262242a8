using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class InfiniteWidthKernelTests
{
    /// <summary>Samples, dimension: around every tile (8) and panel (32) edge.</summary>
    public static TheoryData<int, int> Shapes() => new() { { 1, 3 }, { 7, 5 }, { 8, 1 }, { 31, 17 }, { 33, 40 }, { 100, 9 } };

    [Theory, MemberData(nameof(Shapes))]
    public void FillLower_IsTheFormula_WithinTheRoundingOfItsProducts(int samples, int dimension)
    {
        foreach (double shift in new[] { 0, 0.7, 2.1 })
        {
            float[] rows = WithTwins(samples, dimension);
            double[,] lower = Fill(rows, dimension, shift, threads: 2);
            for (int i = 0; i < samples; i++)
            {
                for (int j = 0; j <= i; j++) Check.Near(lower[i, j], Expected(rows, dimension, i, j, shift), Bound(dimension), $"b={shift} ({i}, {j})");
                for (int j = i + 1; j < samples + 3; j++) Assert.Equal(7.5, lower[i, j]);
            }
        }
    }

    [Fact]
    public void FillLower_GivesTheSameBits_ForEveryTeamSize()
    {
        float[] rows = WithTwins(100, 20);
        double[,] one = Fill(rows, 20, 1.2, threads: 1);
        foreach (int threads in new[] { 2, 5 }) Assert.Equal(one, Fill(rows, 20, 1.2, threads));
    }

    [Fact]
    public void FillCross_IsTheFormula()
    {
        const int Dimension = 12;
        float[] tests = RandomRows.Unit(19, Dimension, 3), train = RandomRows.Unit(45, Dimension, 4);
        train.AsSpan(5 * Dimension, Dimension).CopyTo(tests.AsSpan(2 * Dimension));
        using WorkerTeam team = new(2);
        using PackedRows left = new(tests, Dimension), right = new(train, Dimension);
        using NativeBuffer<double> matrix = new(19 * 50);
        new InfiniteWidthKernel(1).FillCross(left, right, matrix, 50, team);
        float[] all = [.. tests, .. train];
        for (int i = 0; i < 19; i++)
        {
            for (int j = 0; j < 45; j++) Check.Near(matrix.Slice(i * 50 + j, 1)[0], Expected(all, Dimension, i, 19 + j, 1), Bound(Dimension), $"({i}, {j})");
        }
    }

    /// <summary>Nearly equal rows: their correlation is known to fp64 only, and the kernel turns errors of 1e-7 there into 1e-4.</summary>
    [Fact]
    public void FillLower_ResolvesRowsThatAreNearlyEqual()
    {
        const int Dimension = 30;
        float[] rows = RandomRows.Unit(9, Dimension, 8);
        for (int i = 1; i < 9; i++)
        {
            rows.AsSpan(0, Dimension).CopyTo(rows.AsSpan(i * Dimension));
            rows[i * Dimension + i] += (float)(Math.Pow(10, -i) / 2);
            double norm = Dense.Norm(Dense.Of(rows.AsSpan(i * Dimension, Dimension)));
            for (int k = 0; k < Dimension; k++) rows[i * Dimension + k] = (float)(rows[i * Dimension + k] / norm);
        }

        double[,] lower = Fill(rows, Dimension, 0.5, threads: 1);
        for (int i = 0; i < 9; i++)
        {
            // fp64 products: r is off by d 2^-53, the root of 1 - r by the root of that at worst.
            for (int j = 0; j <= i; j++) Check.Near(lower[i, j], Expected(rows, Dimension, i, j, 0.5), 1e-8, $"({i}, {j})");
        }
    }

    [Fact]
    public void Fill_RefusesWhatDoesNotFit()
    {
        using WorkerTeam team = new(1);
        using PackedRows unit = new(RandomRows.Unit(4, 3, 1), 3), longer = new([1, 1, 0, 1, 0, 0], 3), other = new(RandomRows.Unit(4, 2, 1), 2);
        using NativeBuffer<double> matrix = new(16);
        InfiniteWidthKernel kernel = new(1);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => kernel.FillLower(longer, matrix, 4, team)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => kernel.FillCross(unit, other, matrix, 4, team));
        Assert.Throws<ArgumentException>(() => kernel.FillLower(unit, matrix, 5, team));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.FillLower(unit, matrix, 3, team));
    }

    /// <summary>The chain of fp32 products, its derivative at |r| below 1 - 1/256 (at most 1/2 + 0.16 / 0.088), and what the table may be off.</summary>
    private static double Bound(int dimension) => 2.4 * SingleRounding.Gamma(dimension + 1) + 1e-12;

    /// <summary>Random rows, some twice and some opposite to another.</summary>
    private static float[] WithTwins(int samples, int dimension)
    {
        float[] rows = RandomRows.Unit(samples, dimension, samples + dimension);
        for (int i = 3; i < samples; i += 5)
        {
            for (int k = 0; k < dimension; k++) rows[i * dimension + k] = (i % 2 == 0 ? -1 : 1) * rows[(i - 3) * dimension + k];
        }

        return rows;
    }

    private static double Expected(float[] rows, int dimension, int i, int j, double shift)
    {
        double[] x = Dense.Of(rows.AsSpan(i * dimension, dimension)), y = Dense.Of(rows.AsSpan(j * dimension, dimension));
        double product = Dense.Dot(x, y);
        double r = i == j ? 1 : Math.Clamp(product / (Dense.Norm(x) * Dense.Norm(y)), -1, 1);
        return product * BivariateNormal.BothAbove(shift, r);
    }

    private static double[,] Fill(float[] rows, int dimension, double shift, int threads)
    {
        int samples = rows.Length / dimension, stride = samples + 3;
        using WorkerTeam team = new(threads);
        using PackedRows packed = new(rows, dimension);
        using NativeBuffer<double> matrix = new((long)samples * stride);
        matrix.Slice(0, samples * stride).Fill(7.5);
        new InfiniteWidthKernel(shift).FillLower(packed, matrix, stride, team);
        double[,] result = new double[samples, stride];
        for (int i = 0; i < samples; i++)
        {
            for (int j = 0; j < stride; j++) result[i, j] = matrix.Slice((long)i * stride + j, 1)[0];
        }

        return result;
    }
}
