using Engine.Kernels;
using Engine.Tests.Kernels.Products;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Dense products.</summary>
internal static class DenseConformance
{
    // Around the register tile of the host (12 x 32) and the tile and slice of the accelerator (64 x 64, 16); tall, wide, deep and empty.
    private static readonly (int M, int N, int K)[] s_shapes =
    [
        (0, 5, 3), (5, 0, 3), (4, 6, 0), (1, 1, 1), (7, 11, 13), (11, 31, 17), (13, 33, 15), (12, 32, 16), (63, 64, 16), (64, 65, 17), (65, 63, 15),
        (131, 1, 31), (1, 131, 33), (3, 2, 1009), (1, 1, 769),
    ];

    private static readonly (int M, int N, int K)[] s_largeShapes = [(127, 129, 385), (251, 67, 509), (61, 263, 128), (5, 7, 20_011)];

    private static readonly (int N, int K)[] s_orders = [(1, 1), (7, 13), (13, 0), (31, 17), (33, 16), (63, 5), (64, 1), (65, 15), (129, 18), (5, 1009)];

    private static readonly (int N, int K)[] s_largeOrders = [(191, 33), (193, 129), (257, 64), (321, 20)];

    private static readonly (float Alpha, float Beta)[] s_factors = [(1, 0), (0, 0), (0, 2.5f), (-0.3f, 1), (7, -0.75f)];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from s in s_shapes select Multiply(s, 0, 1.5f, -0.75f),
        .. from s in s_largeShapes select Multiply(s, 0, 1.5f, -0.75f) with { IsLarge = true },
        .. from transposed in Enumerable.Range(0, 8) select Multiply((37, 41, 19), transposed, 1, 0.5f),
        .. from transposed in Enumerable.Range(0, 8) select Multiply((70, 5, 67), transposed, 1, 0),
        .. from f in s_factors select Multiply((29, 35, 18), 0, f.Alpha, f.Beta),
        .. from s in s_orders from transposed in (bool[])[false, true] select Symmetric(s, transposed, 1.5f, -0.75f),
        .. from s in s_largeOrders select Symmetric(s, transposed: false, 1, 0) with { IsLarge = true },
        .. from f in s_factors select Symmetric((35, 18), transposed: false, f.Alpha, f.Beta),
        new("multiply", "NaN behind factors of 0", MultiplyIgnoresNaN),
        new("multiply", "infinite factor of an empty sum", EmptySumHasNoNaN),
        new("multiply", "NaN in one row and one column", NaNStaysInItsRowAndColumn),
    ];

    internal static float[] Normals(int rows, int columns, int seed)
    {
        float[] values = new float[rows * columns];
        new CounterRandom((ulong)seed, stream: 72).FillNormals(values, 0);
        return values;
    }

    private static ConformanceCase Multiply((int M, int N, int K) shape, int transposed, float alpha, float beta) => new(
        "multiply", $"m={shape.M} n={shape.N} k={shape.K} transposed={transposed} alpha={alpha} beta={beta}",
        run => Multiply(run, shape, transposed, alpha, beta));

    private static ConformanceCase Symmetric((int N, int K) shape, bool transposed, float alpha, float beta) => new(
        "multiply-symmetric", $"n={shape.N} k={shape.K} transposed={transposed} alpha={alpha} beta={beta}",
        run => Symmetric(run, shape, transposed, alpha, beta));

    private static void Multiply(ConformanceRun run, (int M, int N, int K) shape, int transposed, float alpha, float beta)
    {
        (int m, int n, int k) = shape;
        float[] a = Normals(m, k, 1), b = Normals(k, n, 2), c = Normals(m, n, 3);
        StridedMatrix left = new(run, a, m, k, (transposed & 1) != 0), right = new(run, b, k, n, (transposed & 2) != 0);
        StridedMatrix target = new(run, c, m, n, (transposed & 4) != 0);
        run.Device.Dense.Multiply(alpha, left.View, right.View, beta, target.View);
        float[] result = target.Read(run);
        for (int e = 0; e < result.Length; e++) RequireNear(result[e], alpha, a, b, e / n, e % n, n, beta, c[e], $"C[{e / n}, {e % n}]");
    }

    private static void Symmetric(ConformanceRun run, (int N, int K) shape, bool transposed, float alpha, float beta)
    {
        (int n, int k) = shape;
        float[] a = Normals(n, k, 4), b = new float[k * n], c = Normals(n, n, 5);
        for (int e = 0; e < a.Length; e++) b[e % k * n + e / k] = a[e];
        // Above the diagonal lies NaN with bits of its own: neither read nor written.
        float guard = BitConverter.Int32BitsToSingle(0x7FC0_BEEF);
        for (int e = 0; e < c.Length; e++) c[e] = e % n > e / n ? guard : c[e];
        StridedMatrix left = new(run, a, n, k, transposed), target = new(run, c, n, n, transposed: false);
        run.Device.Dense.MultiplySymmetric(alpha, left.View, beta, target.View);
        float[] result = target.Read(run);
        for (int e = 0; e < result.Length; e++)
        {
            if (e % n > e / n)
                Assert.Equal(0x7FC0_BEEF, BitConverter.SingleToInt32Bits(result[e]));
            else
                RequireNear(result[e], alpha, a, b, e / n, e % n, n, beta, c[e], $"C[{e / n}, {e % n}]");
        }
    }

    private static void RequireNear(float actual, float alpha, float[] a, float[] b, int row, int column, int n, float beta, float old, string subject)
    {
        int k = b.Length / n;
        double sum = 0, size = 0;
        for (int p = 0; p < k; p++)
        {
            double product = (double)a[row * k + p] * b[p * n + column];
            sum += product;
            size += Math.Abs(product);
        }

        // One rounding more than the operation states: the reference's own.
        double gamma = SingleRounding.Gamma(GemmBound.Roundings(k) + 1), kept = beta == 0 ? 0 : (double)beta * old;
        Check.Near(actual, alpha * sum + kept, gamma * (Math.Abs(alpha) * size + Math.Abs(kept)), $"{subject}");
    }

    private static void MultiplyIgnoresNaN(ConformanceRun run)
    {
        float[] nan = [float.NaN, float.NaN, float.NaN, float.NaN], c = [1, 2, 3, 4], ones = [1, 1, 1, 1];
        StridedMatrix spoilt = new(run, nan, 2, 2, transposed: false), target = new(run, c, 2, 2, transposed: false);
        run.Device.Dense.Multiply(0, spoilt.View, spoilt.View, 2, target.View);
        Assert.Equal([2, 4, 6, 8], target.Read(run));
        run.Device.Dense.MultiplySymmetric(0, spoilt.View, 0.5f, target.View);
        Assert.Equal([1, 4, 3, 4], target.Read(run));
        StridedMatrix one = new(run, ones, 2, 2, transposed: false);
        run.Device.Dense.Multiply(3, one.View, one.View, 0, spoilt.View);
        Assert.Equal([6, 6, 6, 6], spoilt.Read(run));
    }

    private static void EmptySumHasNoNaN(ConformanceRun run)
    {
        StridedMatrix left = new(run, [], 2, 0, transposed: false), target = new(run, [1, 2, 3, 4], 2, 2, transposed: false);
        run.Device.Dense.Multiply(float.PositiveInfinity, left.View, left.View.Transposed, 3, target.View);
        Assert.Equal([3, 6, 9, 12], target.Read(run));
    }

    private static void NaNStaysInItsRowAndColumn(ConformanceRun run)
    {
        const int m = 66, n = 35, k = 18;
        float[] a = Normals(m, k, 6), b = Normals(k, n, 7);
        a[65 * k + 17] = float.NaN;
        b[3 * n + 33] = float.NaN;
        StridedMatrix left = new(run, a, m, k, transposed: false), right = new(run, b, k, n, transposed: true);
        StridedMatrix target = new(run, new float[m * n], m, n, transposed: false);
        run.Device.Dense.Multiply(1, left.View, right.View, 0, target.View);
        float[] result = target.Read(run);
        for (int e = 0; e < result.Length; e++) Assert.Equal(e / n == 65 || e % n == 33, float.IsNaN(result[e]));
    }
}
