using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Sampled products, and products of sparse and dense matrices.</summary>
internal static class SparseProductConformance
{
    private static readonly SparsePattern s_small = SparsePattern.All.Single(pattern => pattern.Name == "7x13");

    // Around the eight threads of an entry and the vectors of the host; and around its four widths of columns.
    private static readonly int[] s_depths = [0, 1, 3, 7, 8, 9, 15, 16, 17, 33, 257];
    private static readonly int[] s_columns = [0, 1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 67, 131];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from pattern in SparsePattern.All
           select new ConformanceCase("sampled-product", $"{pattern} d=17", run => SampledProduct(run, pattern, 17), IsLarge: pattern.Lengths.Sum() > 5000),
        .. from depth in s_depths select new ConformanceCase("sampled-product", $"{s_small}, d={depth}", run => SampledProduct(run, s_small, depth)),
        new("sampled-product", "integers", ExactSampledProduct),
        new("sampled-product", "alpha 0", SampledProductIgnoresNaN),
        .. from pattern in SparsePattern.All select new ConformanceCase("sparse-multiply", $"{pattern} columns=5", run => Multiply(run, pattern, 5, -0.5f, 2)),
        .. from columns in s_columns select new ConformanceCase("sparse-multiply", $"{s_small}, columns={columns}", run => Multiply(run, s_small, columns, 1, 0)),
        new("sparse-multiply", $"{SparsePattern.All[^1]}, columns=7", run => Multiply(run, SparsePattern.All[^1], 7, 1, -1)),
        .. from f in Factors() select new ConformanceCase("sparse-multiply", $"alpha={f.Alpha} beta={f.Beta}", run => Multiply(run, s_small, 6, f.Alpha, f.Beta)),
        new("sparse-multiply", "integers", ExactMultiply),
        new("sparse-multiply", "NaN behind factors of 0", MultiplyIgnoresNaN),
    ];

    private static (float Alpha, float Beta)[] Factors() => [(1, 1), (-0.3f, 0), (0, 2.5f), (0, 0)];

    private static void SampledProduct(ConformanceRun run, SparsePattern pattern, int depth)
    {
        const float alpha = -1.5f;
        SparseData s = SparseData.Draw(pattern, seed: 1);
        float[] a = DenseOnDevice.Draw(s.Rows * depth, 2), b = DenseOnDevice.Draw(s.Columns * depth, 3);
        SparseOnDevice device = s.Upload(run);
        run.Device.Sparse.SampledProduct(
            alpha, new DenseOnDevice(run, a, s.Rows, depth, gap: 3).View, new DenseOnDevice(run, b, s.Columns, depth, gap: 1).View, device.View);
        float[] values = device.Read(run);
        for (int row = 0; row < s.Rows; row++)
        {
            foreach (int e in s.Entries(row))
            {
                double sum = 0, size = 0;
                for (int k = 0; k < depth; k++)
                {
                    double term = (double)alpha * a[row * depth + k] * b[s.Ids[e] * depth + k];
                    sum += term;
                    size += Math.Abs(term);
                }

                Check.Near(values[e], sum, SingleRounding.Gamma(depth + 2) * size, $"{pattern}, d={depth}, entry {e}");
            }
        }
    }

    private static void ExactSampledProduct(ConformanceRun run)
    {
        const int depth = 37;
        SparseData s = SparseData.Draw(s_small, seed: 4);
        float[] a = DenseOnDevice.Draw(s.Rows * depth, 5, integers: true), b = DenseOnDevice.Draw(s.Columns * depth, 6, integers: true);
        SparseOnDevice device = s.Upload(run);
        run.Device.Sparse.SampledProduct(2, new DenseOnDevice(run, a, s.Rows, depth, 0).View, new DenseOnDevice(run, b, s.Columns, depth, 5).View, device.View);
        float[] values = device.Read(run);
        for (int row = 0; row < s.Rows; row++)
        {
            foreach (int e in s.Entries(row)) Assert.Equal(2 * Enumerable.Range(0, depth).Sum(k => a[row * depth + k] * b[s.Ids[e] * depth + k]), values[e]);
        }
    }

    private static void SampledProductIgnoresNaN(ConformanceRun run)
    {
        SparseData s = SparseData.Draw(s_small, seed: 7);
        float[] nan = [.. Enumerable.Repeat(float.NaN, 13 * 4)];
        SparseOnDevice device = s.Upload(run);
        run.Device.Sparse.SampledProduct(0, new DenseOnDevice(run, nan, 7, 4, 0).View, new DenseOnDevice(run, nan, 13, 4, 0).View, device.View);
        Assert.All(device.Read(run), value => Assert.Equal(0, value));
    }

    private static void Multiply(ConformanceRun run, SparsePattern pattern, int columns, float alpha, float beta)
    {
        SparseData s = SparseData.Draw(pattern, seed: 11);
        float[] b = DenseOnDevice.Draw(s.Columns * columns, 12), c = DenseOnDevice.Draw(s.Rows * columns, 13);
        DenseOnDevice target = new(run, c, s.Rows, columns, gap: 2);
        run.Device.Sparse.Multiply(alpha, s.Upload(run).View, new DenseOnDevice(run, b, s.Columns, columns, gap: 3).View, beta, target.View);
        RequireProduct(s, b, columns, alpha, beta, row => row, c, target.Read());
    }

    /// <summary>Asserts row targets(r) of the result = alpha (row r of S B) + beta (the old row), within the bound that Multiply states.</summary>
    internal static void RequireProduct(SparseData s, float[] b, int columns, float alpha, float beta, Func<int, int> targets, float[] old, float[] result)
    {
        for (int row = 0; row < s.Rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int target = targets(row) * columns + column;
                double sum = (double)beta * old[target], size = Math.Abs(sum);
                int terms = 0;
                foreach (int e in s.Entries(row))
                {
                    double term = (double)alpha * s.Values[e] * b[s.Ids[e] * columns + column];
                    sum += term;
                    size += Math.Abs(term);
                    terms++;
                }

                Check.Near(result[target], sum, SingleRounding.Gamma(terms + 3) * size, $"row {row}, column {column}");
            }
        }
    }

    private static void ExactMultiply(ConformanceRun run)
    {
        const int columns = 21;
        SparseData s = SparseData.Draw(SparsePattern.All[^1], seed: 14, integers: true);
        float[] b = DenseOnDevice.Draw(s.Columns * columns, 15, integers: true), c = DenseOnDevice.Draw(s.Rows * columns, 16, integers: true);
        DenseOnDevice target = new(run, c, s.Rows, columns, gap: 0);
        run.Device.Sparse.Multiply(-2, s.Upload(run).View, new DenseOnDevice(run, b, s.Columns, columns, gap: 0).View, 3, target.View);
        float[] expected = [.. c.Select(element => 3 * element)];
        for (int row = 0; row < s.Rows; row++)
        {
            foreach (int e in s.Entries(row))
            {
                for (int column = 0; column < columns; column++) expected[row * columns + column] -= 2 * s.Values[e] * b[s.Ids[e] * columns + column];
            }
        }

        Assert.Equal(expected, target.Read());
    }

    private static void MultiplyIgnoresNaN(ConformanceRun run)
    {
        SparseData s = SparseData.Draw(SparsePattern.All[^1], seed: 17, integers: true);
        int elements = s.Rows * 2;
        float[] nan = [.. Enumerable.Repeat(float.NaN, s.Columns * 2)], ones = [.. Enumerable.Repeat(1f, s.Columns * 2)];
        SparseOnDevice sparse = s.Upload(run);
        DenseOnDevice target = new(run, nan, s.Rows, 2, gap: 1);
        run.Device.Sparse.Multiply(1, sparse.View, new DenseOnDevice(run, ones, s.Columns, 2, 0).View, 0, target.View);
        float[] sums = [.. Enumerable.Range(0, elements).Select(i => s.Entries(i / 2).Sum(e => s.Values[e]))];
        Assert.Equal(sums, target.Read());
        run.Device.Sparse.Multiply(0, sparse.View, new DenseOnDevice(run, nan, s.Columns, 2, 0).View, 2, target.View);
        Assert.Equal(sums.Select(sum => 2 * sum), target.Read());
    }
}
