using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Selections of pairs above a threshold.</summary>
internal static class SelectionConformance
{
    // Around the host's tile (12 x 32) and item (240 rows), the accelerator's tile (64 x 64, 16) and segment (32); tall, wide, deep and empty.
    private static readonly (int M, int N, int D)[] s_shapes =
    [
        (0, 5, 3), (5, 0, 3), (4, 5, 0), (1, 1, 1), (7, 13, 5), (11, 31, 16), (12, 32, 15), (13, 33, 17), (63, 64, 16), (65, 63, 8), (3, 2, 509), (131, 1, 4),
        (1, 131, 4),
    ];

    // Past an item, a wave of items (of one thread) and a block of columns of the host.
    private static readonly (int M, int N, int D)[] s_largeShapes = [(239, 35, 7), (241, 35, 64), (25, 547, 3), (3, 70, 2111), (15_401, 3, 5), (67, 1031, 130)];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from s in s_shapes from level in (double[])[0.8, -100, 100] select Select(s, 0, level),
        .. from s in s_largeShapes from level in (double[])[0.8, 2.3] select Select(s, 0, level) with { IsLarge = true },
        .. from transposed in Enumerable.Range(1, 3) select Select((37, 41, 19), transposed, 0.8),
        new("select-above", "ties at the threshold", Ties),
        new("select-above", "NaN and infinity", NotFinite),
        new("select-above", "too little room", TooLittleRoom),
        new("select-above", "rows in parts", RowsInParts),
    ];

    private static ConformanceCase Select((int M, int N, int D) shape, int transposed, double level) => new(
        "select-above", $"m={shape.M} n={shape.N} d={shape.D} transposed={transposed} level={level}", run => Select(run, shape, transposed, level));

    private static void Select(ConformanceRun run, (int M, int N, int D) shape, int transposed, double level)
    {
        (int m, int n, int d) = shape;
        float[] w = DenseConformance.Normals(m, d, 11), x = DenseConformance.Normals(n, d, 12);
        StridedMatrix weights = new(run, w, m, d, (transposed & 1) != 0), samples = new(run, x, n, d, (transposed & 2) != 0);
        float threshold = (float)(level * Math.Sqrt(Math.Max(1, d)));
        HitLists hits = new(run, m, n, (long)m * n);
        long count = run.Device.Dense.SelectAbove(weights.View, samples.View, threshold, hits.View);
        RequireHits(hits.Read(count), w, x, n, d, threshold);
    }

    /// <summary>Every hit above the threshold and near its product, every other pair not above it; within the rounding band both are legal.</summary>
    private static void RequireHits(float[] hits, float[] w, float[] x, int n, int d, float threshold)
    {
        // One rounding more than the operation states: the reference's own.
        double gamma = SingleRounding.Gamma(d + 1);
        for (int p = 0; p < hits.Length; p++)
        {
            double exact = 0, size = 0;
            for (int k = 0; k < d; k++)
            {
                double product = (double)w[p / n * d + k] * x[p % n * d + k];
                exact += product;
                size += Math.Abs(product);
            }

            if (float.IsNaN(hits[p]))
                Check.That(exact <= threshold + gamma * size, $"pair ({p / n}, {p % n}) is missing: {exact:R} > {threshold:R}.");
            else
                Check.That(hits[p] > threshold && Math.Abs(hits[p] - exact) <= gamma * size, $"pair ({p / n}, {p % n}): {hits[p]:R}, exact {exact:R}, threshold {threshold:R}.");
        }
    }

    private static void Ties(ConformanceRun run)
    {
        const int m = 29, n = 37, d = 11;
        const float threshold = 3;
        float[] w = Integers(m * d, 1), x = Integers(n * d, 2);
        StridedMatrix weights = new(run, w, m, d, transposed: false), samples = new(run, x, n, d, transposed: false);
        HitLists hits = new(run, m, n, m * n);
        float[] found = hits.Read(run.Device.Dense.SelectAbove(weights.View, samples.View, threshold, hits.View));
        int ties = 0;
        for (int p = 0; p < found.Length; p++)
        {
            float z = 0;
            for (int k = 0; k < d; k++) z += w[p / n * d + k] * x[p % n * d + k];
            if (z == threshold) ties++;
            Assert.Equal(z > threshold ? z : float.NaN, found[p]);
        }

        Assert.True(ties > 10, $"{ties} ties are too few to mean anything.");
    }

    private static void NotFinite(ConformanceRun run)
    {
        const float inf = float.PositiveInfinity, nan = float.NaN;
        float[] w = [nan, 1, inf, 0, 1, 1, -inf, inf, 3e38f, 3e38f], x = [1, 1, 1, -1, 0, 2, nan, 0];
        StridedMatrix weights = new(run, w, 5, 2, transposed: false), samples = new(run, x, 4, 2, transposed: false);
        HitLists hits = new(run, 5, 4, 20);
        long count = run.Device.Dense.SelectAbove(weights.View, samples.View, 0, hits.View);
        // Rows are neurons. 0 inf and inf - inf are NaN; 3e38 + 3e38 overflows.
        Assert.Equal([nan, nan, nan, nan, inf, inf, nan, nan, 2, nan, 2, nan, nan, nan, nan, nan, inf, nan, inf, nan], hits.Read(count));
    }

    private static void TooLittleRoom(ConformanceRun run)
    {
        const int m = 27, n = 67, d = 5;
        float[] w = DenseConformance.Normals(m, d, 13), x = DenseConformance.Normals(n, d, 14);
        StridedMatrix weights = new(run, w, m, d, transposed: false), samples = new(run, x, n, d, transposed: false);
        HitLists none = new(run, m, n, 0);
        long count = run.Device.Dense.SelectAbove(weights.View, samples.View, 1, none.View);
        long[] offsets = none.Offsets(count);
        HitLists few = new(run, m, n, count - 1);
        Assert.Equal(count, run.Device.Dense.SelectAbove(weights.View, samples.View, 1, few.View));
        Assert.Equal(offsets, few.Offsets(count));
        HitLists enough = new(run, m, n, count);
        Assert.Equal(count, run.Device.Dense.SelectAbove(weights.View, samples.View, 1, enough.View));
        RequireHits(enough.Read(count), w, x, n, d, 1);
    }

    private static void RowsInParts(ConformanceRun run)
    {
        if (run.Device is not AcceleratorDevice device) return;
        const int m = 23, n = 35, d = 6;
        float[] w = DenseConformance.Normals(m, d, 15), x = DenseConformance.Normals(n, d, 16);
        StridedMatrix weights = new(run, w, m, d, transposed: false), samples = new(run, x, n, d, transposed: false);
        HitLists hits = new(run, m, n, m * n);
        long count = new AcceleratorSelection(device, scoreLength: 5 * n + 1).Select(weights.View, samples.View, 1, hits.View);
        RequireHits(hits.Read(count), w, x, n, d, 1);
    }

    internal static float[] Integers(int length, int seed)
    {
        CounterRandom random = new((ulong)seed, stream: 74);
        return [.. Enumerable.Range(0, length).Select(i => (float)(random.Bits((ulong)i) % 5) - 2)];
    }
}
