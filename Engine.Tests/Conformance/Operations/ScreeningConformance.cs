using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Screened selections: the same hits as the plain selection, bit for bit.</summary>
internal static class ScreeningConformance
{
    // Around the host's tile (6 x 16), quads of pairs and words of codes, its item (240 rows), the accelerator's tile (64 x 64, 16 words) and segment (32).
    private static readonly (int M, int N, int D)[] s_shapes =
    [
        (0, 5, 3), (5, 0, 3), (4, 5, 0), (1, 1, 1), (5, 15, 4), (6, 16, 5), (7, 17, 63), (13, 33, 64), (63, 64, 65), (65, 63, 7), (3, 2, 1021), (131, 1, 4),
        (1, 131, 6),
    ];

    private static readonly (int M, int N, int D)[] s_largeShapes = [(239, 35, 9), (241, 35, 64), (25, 547, 14), (5, 130, 2111), (15_401, 3, 5), (67, 1031, 130)];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from s in s_shapes from level in (double[])[0.8, -100, 100] select Screen(s, 0, level),
        .. from s in s_largeShapes from level in (double[])[0.8, 2.3] select Screen(s, 0, level) with { IsLarge = true },
        .. from transposed in Enumerable.Range(1, 3) select Screen((37, 41, 19), transposed, 0.8),
        .. from d in (int[])[4, 5, 17, 64] select new ConformanceCase("screened", $"errors as large as their bound d={d}", run => LargestErrors(run, d)),
        new("screened", "roundings that add up", AddedRoundings),
        new("screened", "ties at the threshold", Ties),
        new("screened", "NaN, infinity and rows far from 1", AwkwardRows),
        new("screened", "thresholds that are not finite", AwkwardThresholds),
        new("screened", "too little room", TooLittleRoom),
    ];

    private static ConformanceCase Screen((int M, int N, int D) shape, int transposed, double level) => new(
        "screened", $"m={shape.M} n={shape.N} d={shape.D} transposed={transposed} level={level}", run => Screen(run, shape, transposed, level));

    private static void Screen(ConformanceRun run, (int M, int N, int D) shape, int transposed, double level)
    {
        (int m, int n, int d) = shape;
        float threshold = (float)(level * Math.Sqrt(Math.Max(1, d)));
        ScreenedCount count = RequireSame(run, DenseConformance.Normals(m, d, 21), DenseConformance.Normals(n, d, 22), m, n, d, transposed, threshold);
        // No score is as large as 50 of its standard deviations, nor is any bound.
        if (level == 100) Assert.Equal(0, count.Rechecked);
        if (level == -100) Assert.Equal((long)m * n, count.Hits);
    }

    /// <summary>Rows whose elements lie just below half a step, all on the side of the other row: the inequality of Cauchy and Schwarz is almost an equality.</summary>
    private static void LargestErrors(ConformanceRun run, int d)
    {
        float[] even = new float[2 * d], halves = new float[2 * d];
        for (int k = 0; k < d; k++)
        {
            even[k] = 1;
            even[d + k] = -3;
            halves[k] = k == 0 ? 127 : 0.49f;
            halves[d + k] = k == 0 ? -254 : -0.98f;
        }

        // In fp32, row 0 with row 0 is above, and integers alone say 127.
        float z = 0;
        for (int k = 0; k < d; k++) z = MathF.FusedMultiplyAdd(halves[k], even[k], z);
        float threshold = z - 1e-3f;
        Assert.True(threshold > 127 + 0.45f * (d - 1));
        Assert.Equal(2, RequireSame(run, halves, even, 2, 2, d, 0, threshold).Hits);
        Assert.Equal(2, RequireSame(run, even, halves, 2, 2, d, 0, threshold).Hits);
        // As far below as they can be: here integers say too much.
        threshold = -z - 1e-3f;
        RequireSame(run, halves, even, 2, 2, d, 0, threshold);
    }

    /// <summary>Rows that integers approximate to a unit roundoff, and scores whose roundings all go up: far more than the codes lose.</summary>
    private static void AddedRoundings(ConformanceRun run)
    {
        const int d = 2048;
        float[] w = new float[d], x = new float[2 * d];
        Array.Fill(w, 1);
        // Products with 1 are exact: the same chain, whether they are fused with the additions or not.
        float worst = Enumerable.Range(1, 200).Select(i => 1 + i / 301f).MaxBy(Excess);
        Assert.True(Excess(worst) > 50 * SingleRounding.Unit);
        Array.Fill(x, worst, 0, d);
        Array.Fill(x, -worst, d, d);
        float z = Chain(worst);
        Assert.Equal(1, RequireSame(run, w, x, 1, 2, d, 0, MathF.BitDecrement(z)).Hits);
        Assert.Equal(1, RequireSame(run, x, w, 2, 1, d, 0, MathF.BitDecrement(z)).Hits);

        static double Excess(float element) => Chain(element) / ((double)d * element) - 1;

        static float Chain(float element)
        {
            float sum = 0;
            for (int k = 0; k < d; k++) sum += element;
            return sum;
        }
    }

    private static void Ties(ConformanceRun run)
    {
        const int m = 29, n = 37, d = 11;
        float[] w = SelectionConformance.Integers(m * d, 3), x = SelectionConformance.Integers(n * d, 4);
        foreach (float threshold in (float[])[-2, 0, 3]) RequireSame(run, w, x, m, n, d, 0, threshold);
    }

    private static void AwkwardRows(ConformanceRun run)
    {
        const int d = 5;
        float[] factors = [1, 0, 1e-20f, 1e-40f, 3e18f, 1e30f, 3e38f, float.NaN, float.PositiveInfinity, -1, 1e-12f, 1e13f, 2e14f];
        float[] rows = DenseConformance.Normals(factors.Length, d, 23);
        for (int e = 0; e < rows.Length; e++) rows[e] = Math.Clamp(rows[e], -1, 1) * factors[e / d];
        foreach (float threshold in (float[])[0, 1e-30f, -1e-30f, 1, -1, 1e25f, -1e25f])
            RequireSame(run, rows, rows, factors.Length, factors.Length, d, 0, threshold);
    }

    private static void AwkwardThresholds(ConformanceRun run)
    {
        const int m = 9, n = 19, d = 6;
        float[] w = DenseConformance.Normals(m, d, 24), x = DenseConformance.Normals(n, d, 25);
        foreach (float threshold in (float[])[float.NaN, float.PositiveInfinity, float.MaxValue, float.Epsilon, -0.0f])
            RequireSame(run, w, x, m, n, d, 0, threshold);
        Assert.Equal(m * n, RequireSame(run, w, x, m, n, d, 0, float.NegativeInfinity).Hits);
    }

    private static void TooLittleRoom(ConformanceRun run)
    {
        const int m = 27, n = 67, d = 5;
        StridedMatrix weights = new(run, DenseConformance.Normals(m, d, 26), m, d, transposed: false);
        StridedMatrix samples = new(run, DenseConformance.Normals(n, d, 27), n, d, transposed: false);
        using QuantisedRows quantised = run.Device.Dense.Quantise(weights.View);
        HitLists enough = new(run, m, n, m * n);
        long count = run.Device.Dense.ScreenedSelectAbove(quantised, samples.View, 1, enough.View).Hits;
        HitLists few = new(run, m, n, count - 1);
        Assert.Equal(count, run.Device.Dense.ScreenedSelectAbove(quantised, samples.View, 1, few.View).Hits);
        Assert.Equal(enough.Offsets(count), few.Offsets(count));
    }

    private static ScreenedCount RequireSame(ConformanceRun run, float[] w, float[] x, int m, int n, int d, int transposed, float threshold)
    {
        StridedMatrix weights = new(run, w, m, d, (transposed & 1) != 0), samples = new(run, x, n, d, (transposed & 2) != 0);
        HitLists plain = new(run, m, n, (long)m * n), screened = new(run, m, n, (long)m * n);
        long expected = run.Device.Dense.SelectAbove(weights.View, samples.View, threshold, plain.View);
        using QuantisedRows quantised = run.Device.Dense.Quantise(weights.View);
        ScreenedCount count = run.Device.Dense.ScreenedSelectAbove(quantised, samples.View, threshold, screened.View);
        run.Record(count);
        Assert.Equal(expected, count.Hits);
        Assert.InRange(count.Rechecked, count.Hits, (long)m * n);
        Assert.Equal(Bits(plain.Read(expected)), Bits(screened.Read(expected)));
        return count;
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
}
