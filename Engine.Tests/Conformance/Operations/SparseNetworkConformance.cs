using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Updates of listed rows, co-firing Gram matrices and updates of candidates.</summary>
internal static class SparseNetworkConformance
{
    private const float Threshold = 0.4f;

    private static readonly int[] s_columns = [0, 1, 15, 16, 17, 65];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from count in (int[])[0, 1, 5, 64] from columns in s_columns
           select new ConformanceCase("add-rows", $"{count} rows of {columns}", run => AddRows(run, count, columns)),
        .. from pattern in SparsePattern.All select new ConformanceCase("add-product-to-rows", $"{pattern}", run => AddProductToRows(run, pattern, 9)),
        .. from pattern in SparsePattern.All.Where(pattern => pattern.Columns < 1000)
           select new ConformanceCase("cofiring-gram", $"{pattern}", run => CofiringGram(run, pattern)),
        new("cofiring-gram", "all fire on all", run => CofiringGram(run, new SparsePattern("", 67, SparsePattern.Constant(100, 67)))),
        new("cofiring-gram", "n=600", run => CofiringGram(run, new SparsePattern("", 600, [600, 0, 1, 599, .. SparsePattern.Ragged(40, 97)])), IsLarge: true),
        .. from pattern in SparsePattern.All.Where(pattern => pattern.Columns < 1000)
           select new ConformanceCase("update-candidates", $"{pattern}", run => UpdateCandidates(run, pattern)),
        new("update-candidates", "one huge row", run => UpdateCandidates(run, new SparsePattern("", 700, [0, 700, 0, 0])), IsLarge: true),
        new("update-candidates", "integers and ties with the threshold", ExactCandidates),
    ];

    private static void AddRows(ConformanceRun run, int count, int columns)
    {
        const float alpha = -0.7f;
        const int targetRows = 71;
        float[] source = DenseOnDevice.Draw(count * columns, 31), old = DenseOnDevice.Draw(targetRows * columns, 32);
        int[] rows = [.. Enumerable.Range(0, count).Select(k => k * 30 % targetRows)];
        DenseOnDevice target = new(run, old, targetRows, columns, gap: 2);
        run.Device.Sparse.AddRows(alpha, new DenseOnDevice(run, source, count, columns, gap: 1).View, run.Input<int>(rows), target.View);
        float[] result = target.Read();
        for (int i = 0; i < result.Length; i++)
        {
            int k = Array.IndexOf(rows, i / columns);
            double added = k < 0 ? 0 : (double)alpha * source[k * columns + i % columns];
            Check.Near(result[i], old[i] + added, k < 0 ? 0 : SingleRounding.Gamma(3) * (Math.Abs(old[i]) + Math.Abs(added)), $"element {i}");
        }
    }

    private static void AddProductToRows(ConformanceRun run, SparsePattern pattern, int columns)
    {
        const float alpha = 1.3f;
        SparseData c = SparseData.Draw(pattern, seed: 33);
        // Rows of the target in descending order, every second one.
        int Target(int row) => 2 * (c.Rows - 1 - row) + 1;
        int targetRows = 2 * c.Rows + 1;
        float[] x = DenseOnDevice.Draw(c.Columns * columns, 34), old = DenseOnDevice.Draw(targetRows * columns, 35);
        DenseOnDevice target = new(run, old, targetRows, columns, gap: 3);
        run.Device.Sparse.AddProductToRows(
            alpha, c.Upload(run).View, new DenseOnDevice(run, x, c.Columns, columns, gap: 1).View, run.Input<int>([.. Enumerable.Range(0, c.Rows).Select(Target)]), target.View);
        float[] result = target.Read();
        SparseProductConformance.RequireProduct(c, x, columns, alpha, 1, Target, old, result);
        for (int i = 0; i < result.Length; i++) Check.That(i / columns % 2 == 1 || result[i] == old[i], $"row {i / columns} is not listed and was written.");
    }

    private static float[] Kernel(int n, bool integers)
    {
        float[] kernel = DenseOnDevice.Draw(n * n, 36, integers);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) kernel[j * n + i] = kernel[i * n + j];
        }

        return kernel;
    }

    private static void CofiringGram(ConformanceRun run, SparsePattern pattern)
    {
        const double scale = 0.3;
        const int gap = 5;
        SparseData fired = SparseData.Draw(pattern, seed: 37);
        int n = fired.Columns, stride = n + gap;
        float[] kernel = Kernel(n, integers: false);
        for (int i = 0; i < n; i++) kernel.AsSpan(i * n + i + 1, n - 1 - i).Fill(float.NaN);
        GuardedArray<double> gram = run.Output<double>((long)n * stride);
        CsrView full = fired.Upload(run).View, sets = new(full.Rows, full.Columns, full.Offsets, full.Ids, values: default);
        run.Device.Sparse.CofiringGram(sets, new DenseOnDevice(run, kernel, n, n, gap: 1).View, scale, new TriangleView(gram, n, stride));
        double[] result = run.Read(gram);
        var counts = new int[n, n];
        for (int row = 0; row < fired.Rows; row++)
        {
            foreach (int i in fired.Entries(row))
            {
                foreach (int j in fired.Entries(row)) counts[fired.Ids[i], fired.Ids[j]]++;
            }
        }

        for (int i = 0; i < result.Length; i++)
        {
            int row = i / stride, column = i % stride;
            if (column <= row) Assert.Equal(kernel[row * n + column] * (scale * counts[row, column]), result[i]);
            else Assert.True(BitConverter.DoubleToInt64Bits(result[i]) == -1, $"element ({row}, {column}) is above the diagonal or between rows, and was written.");
        }
    }

    private static void UpdateCandidates(ConformanceRun run, SparsePattern pattern)
    {
        SparseData candidates = SparseData.Draw(pattern, seed: 38);
        // Fewer entries in the step, none in every third row.
        SparseData step = SparseData.Draw(pattern with { Lengths = [.. pattern.Lengths.Select((length, row) => row % 3 == 2 ? 0 : (length + 1) / 2)], Room = 2 }, seed: 39);
        int n = candidates.Columns;
        float[] kernel = Kernel(n, integers: false), result = Update(run, candidates, step, kernel);
        for (int row = 0; row < candidates.Rows; row++)
        {
            foreach (int e in candidates.Entries(row))
            {
                double sum = candidates.Values[e], size = Math.Abs(sum);
                int terms = 0;
                foreach (int s in step.Entries(row))
                {
                    double term = (double)step.Values[s] * kernel[step.Ids[s] * n + candidates.Ids[e]];
                    sum += term;
                    size += Math.Abs(term);
                    terms++;
                }

                Check.Near(result[e], sum, SingleRounding.Gamma(terms + 2) * size, $"row {row}, entry {e}");
            }
        }
    }

    private static void ExactCandidates(ConformanceRun run)
    {
        SparsePattern pattern = new("", 29, SparsePattern.Ragged(23, 29));
        SparseData candidates = SparseData.Draw(pattern, seed: 40, integers: true), step = SparseData.Draw(pattern, seed: 41, integers: true);
        float[] kernel = Kernel(29, integers: true), result = Update(run, candidates, step, kernel, threshold: 1);
        for (int row = 0; row < candidates.Rows; row++)
        {
            foreach (int e in candidates.Entries(row))
                Assert.Equal(candidates.Values[e] + step.Entries(row).Sum(s => step.Values[s] * kernel[step.Ids[s] * 29 + candidates.Ids[e]]), result[e]);
        }
    }

    /// <summary>Updates, and asserts that the counts are those of the scores before and after.</summary>
    private static float[] Update(ConformanceRun run, SparseData candidates, SparseData step, float[] kernel, float threshold = Threshold)
    {
        SparseOnDevice scores = candidates.Upload(run);
        CandidateUpdate counts = run.Device.Sparse.UpdateCandidates(
            scores.View, step.Upload(run).View, new DenseOnDevice(run, kernel, candidates.Columns, candidates.Columns, gap: 4).View, threshold);
        float[] result = scores.Read(run);
        long fires = result.LongCount(score => score > threshold);
        long flips = result.Zip(candidates.Values).LongCount(pair => pair.First > threshold != pair.Second > threshold);
        Assert.Equal(new CandidateUpdate(flips, fires), counts);
        return result;
    }
}
