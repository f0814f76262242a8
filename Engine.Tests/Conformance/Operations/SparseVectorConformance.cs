using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Products of a sparse matrix, and of its transpose, with vectors; and the companion the transpose needs.</summary>
internal static class SparseVectorConformance
{
    private static readonly (float Alpha, float Beta)[] s_factors = [(1, 0), (-0.3f, 1), (0, 2.5f), (0, 0)];

    // More rows than columns: columns are long, and their blocks of rows many.
    private static readonly SparsePattern[] s_tall =
    [
        new("1500x2 full", 2, SparsePattern.Constant(1500, 2)),
        new("97x5", 5, SparsePattern.Ragged(97, 5)),
        new("2100x1, most rows", 1, [.. Enumerable.Range(0, 2100).Select(row => row % 50 == 7 ? 0 : 1)], Room: 4),
    ];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from pattern in SparsePattern.All.Concat(s_tall)
           select new ConformanceCase("columns", $"{pattern}", run => Columns(run, SparseData.Draw(pattern, seed: 21))),
        .. from pattern in SparsePattern.All.Concat(s_tall)
           select new ConformanceCase("sparse-vector", $"{pattern}", run => Multiply(run, pattern, 0.7f, -1.1f), IsLarge: pattern.Lengths.Length > 1000),
        .. from pattern in SparsePattern.All.Concat(s_tall)
           select new ConformanceCase("sparse-vector", $"{pattern}, transposed", run => MultiplyTransposed(run, pattern, 0.7f, -1.1f)),
        .. from f in s_factors
           select new ConformanceCase("sparse-vector", $"alpha={f.Alpha} beta={f.Beta}", run => Multiply(run, SparsePattern.All[6], f.Alpha, f.Beta)),
        .. from f in s_factors
           select new ConformanceCase("sparse-vector", $"alpha={f.Alpha} beta={f.Beta}, transposed", run => MultiplyTransposed(run, SparsePattern.All[6], f.Alpha, f.Beta)),
        new("sparse-vector", "cancellation that fp32 sums would lose", Cancellation),
        new("sparse-vector", "new values, old pattern", NewValues),
        new("sparse-vector", "special values", SpecialValues),
    ];

    private static void Columns(ConformanceRun run, SparseData s)
    {
        ColumnsOnDevice columns = s.RoomForColumns(run);
        run.Device.Sparse.Columns(s.Upload(run).View, columns.View);
        List<(int Row, int Entry)>[] expected = s.ByColumn();
        long[] offsets = run.Read(columns.Offsets), entries = run.Read(columns.Entries);
        int[] rows = run.Read(columns.RowIds);
        Assert.Equal([.. expected.Select((_, c) => expected[..c].Sum(column => (long)column.Count)), s.Ids.Length], offsets);
        Assert.Equal(expected.SelectMany(column => column.Select(place => place.Row)), rows[..s.Ids.Length]);
        Assert.Equal(expected.SelectMany(column => column.Select(place => (long)place.Entry)), entries[..s.Ids.Length]);
        Assert.All(rows[s.Ids.Length..], row => Assert.Equal(-1, row));
        Assert.All(entries[s.Ids.Length..], entry => Assert.Equal(-1, entry));
    }

    private static void Multiply(ConformanceRun run, SparsePattern pattern, float alpha, float beta)
    {
        SparseData s = SparseData.Draw(pattern, seed: 22);
        float[] x = DenseOnDevice.Draw(s.Columns, 23), y = Old(s.Rows, beta);
        if (alpha == 0) Array.Fill(x, float.NaN);
        GuardedArray<float> target = run.Input<float>(y);
        run.Device.Sparse.Multiply(alpha, s.Upload(run).View, run.Input<float>(x), beta, target);
        float[] result = run.Read(target);
        for (int row = 0; row < s.Rows; row++) RequireSum([.. s.Entries(row).Select(e => (double)s.Values[e] * x[s.Ids[e]])], alpha, beta, y[row], result[row], $"row {row}");
    }

    private static void MultiplyTransposed(ConformanceRun run, SparsePattern pattern, float alpha, float beta)
    {
        SparseData s = SparseData.Draw(pattern, seed: 24);
        float[] x = DenseOnDevice.Draw(s.Rows, 25), y = Old(s.Columns, beta);
        if (alpha == 0) Array.Fill(x, float.NaN);
        GuardedArray<float> target = run.Input<float>(y);
        SparseOnDevice device = s.Upload(run);
        ColumnsOnDevice columns = s.RoomForColumns(run);
        run.Device.Sparse.Columns(device.View, columns.View);
        run.Device.Sparse.MultiplyTransposed(alpha, device.View, columns.View, run.Input<float>(x), beta, target);
        float[] result = run.Read(target);
        List<(int Row, int Entry)>[] expected = s.ByColumn();
        for (int column = 0; column < s.Columns; column++)
            RequireSum([.. expected[column].Select(place => (double)s.Values[place.Entry] * x[place.Row])], alpha, beta, y[column], result[column], $"column {column}");
    }

    /// <summary>What must not be read is NaN.</summary>
    private static float[] Old(int length, float beta) => beta == 0 ? [.. Enumerable.Repeat(float.NaN, length)] : DenseOnDevice.Draw(length, 26);

    private static void RequireSum(double[] terms, float alpha, float beta, float old, float result, string where)
    {
        if (alpha == 0) terms = [];
        if (alpha == 1 && beta == 0)
        {
            Assert.Equal((float)InOrder(terms), result);
            return;
        }

        double added = beta == 0 ? 0 : (double)beta * old;
        double exact = alpha * terms.Sum() + added, size = Math.Abs(alpha) * terms.Sum(Math.Abs) + Math.Abs(added);
        // The second gamma is the reference's own error.
        double sums = (Rounding.Gamma(RowPieces.Depth(terms.Length) + 3) + Rounding.Gamma(terms.Length + 2)) * size;
        double bound = SingleRounding.Unit * Math.Abs(exact) + (1 + SingleRounding.Unit) * sums;
        Check.Near(result, exact, bound, $"{where}");
    }

    /// <summary>The sum in the order RowPieces states, by its plainest program.</summary>
    private static double InOrder(double[] terms)
    {
        double sum = 0;
        foreach ((int piece, double[] part) in terms.Chunk(RowPieces.Length).Index())
        {
            var lanes = new double[RowPieces.Lanes];
            for (int i = 0; i < part.Length; i++) lanes[i % RowPieces.Lanes] += part[i];
            for (int half = RowPieces.Lanes / 2; half > 0; half /= 2)
            {
                for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
            }

            sum = piece == 0 ? lanes[0] : sum + lanes[0];
        }

        return sum;
    }

    private static void Cancellation(ConformanceRun run)
    {
        // 2^30 + 1 - 2^30: single precision would say 0.
        SparseData s = SparseData.Draw(new SparsePattern("1x3", 3, [3]), seed: 27);
        (s.Values[0], s.Values[1], s.Values[2]) = (1 << 30, 1, -(1 << 30));
        GuardedArray<float> y = run.Output<float>(1);
        run.Device.Sparse.Multiply(1, s.Upload(run).View, run.Input<float>([1, 1, 1]), 0, y);
        Assert.Equal([1f], run.Read(y));
    }

    private static void NewValues(ConformanceRun run)
    {
        SparseData s = SparseData.Draw(SparsePattern.All[6], seed: 28, integers: true);
        SparseOnDevice device = s.Upload(run);
        ColumnsOnDevice columns = s.RoomForColumns(run);
        GuardedArray<float> y = run.Output<float>(s.Columns), ones = run.Input<float>([.. Enumerable.Repeat(1f, s.Rows)]);
        run.Device.Sparse.Columns(device.View, columns.View);
        for (int round = 1; round <= 2; round++)
        {
            device.Values.View.CopyFrom([.. s.Values.Select(value => round * value)]);
            run.Device.Sparse.MultiplyTransposed(1, device.View, columns.View, ones, 0, y);
            Assert.Equal(s.ByColumn().Select(column => round * column.Sum(place => s.Values[place.Entry])), run.Read(y));
        }
    }

    private static void SpecialValues(ConformanceRun run)
    {
        SparseData s = SparseData.Draw(new SparsePattern("5x2 full", 2, [2, 2, 2, 2, 2]), seed: 29);
        float[] values = [float.PositiveInfinity, 1, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1, float.MaxValue, float.MaxValue, float.Epsilon, 0];
        values.CopyTo(s.Values, 0);
        GuardedArray<float> y = run.Output<float>(5);
        run.Device.Sparse.Multiply(1, s.Upload(run).View, run.Input<float>([1, 1]), 0, y);
        // The sum of the two largest numbers is finite in double precision and rounds to infinity.
        Assert.Equal([float.PositiveInfinity, float.NaN, float.NaN, float.PositiveInfinity, float.Epsilon], run.Read(y));
    }
}
