using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Sums, inner products, maxima and updates of vectors.</summary>
internal static class VectorConformance
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    // Around the lanes and chunks of SumOrder, the group, and past one level of chunks.
    private static readonly int[] s_lengths = [0, 1, 31, 32, 33, 255, 256, 257, 1009, 2047, 2048, 2049, 65_537];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. s_lengths.Select(n => new ConformanceCase("copy", $"n={n}", run => Copy(run, n))),
        .. s_lengths.Select(n => new ConformanceCase("sum", $"n={n}", run => Sum(run, n))),
        .. s_lengths.Select(n => new ConformanceCase("dot", $"n={n}", run => Dot(run, n))),
        .. s_lengths.Select(n => new ConformanceCase("max-abs", $"n={n}", run => MaxAbs(run, n))),
        .. from n in s_lengths from factors in Factors() select new ConformanceCase("axpby", $"n={n} alpha={factors.Alpha} beta={factors.Beta}", run => Axpby(run, n, factors.Alpha, factors.Beta)),
        new("sum", "two levels of chunks", run => Sum(run, SumOrder.Chunk * SumOrder.Chunk + 1), IsLarge: true),
        new("max-abs", "with NaN", MaxAbsOfNaN),
        new("axpby", "with NaN behind factors of 0", AxpbyIgnoresNaN),
    ];

    private static (float Alpha, float Beta)[] Factors() => [(1, 1), (-0.3f, 0), (0, 2.5f), (0, 0), (1.7f, -0.9f)];

    private static float[] Random(int length, int seed)
    {
        var elements = new float[length];
        new CounterRandom((ulong)seed, stream: 71).FillNormals(elements, 0);
        return elements;
    }

    private static void Copy(ConformanceRun run, int n)
    {
        float[] x = Random(n, 7);
        GuardedArray<float> target = run.Output<float>(n);
        run.Device.Copy<float>(run.Input<float>(x), target);
        Assert.Equal(x, run.Read(target));
    }

    private static void Sum(ConformanceRun run, int n)
    {
        float[] x = Random(n, 1);
        double sum = run.Device.Vectors.Sum(run.Input<float>(x));
        run.Record(sum);
        Assert.Equal(InOrder(x, null), sum);
    }

    private static void Dot(ConformanceRun run, int n)
    {
        float[] x = Random(n, 1), y = Random(n, 2);
        GuardedArray<float> left = run.Input<float>(x);
        double dot = run.Device.Vectors.Dot(left, run.Input<float>(y)), norm = run.Device.Vectors.Norm2(left);
        run.Record(dot, norm);
        Assert.Equal(InOrder(x, y), dot);
        Assert.Equal(Math.Sqrt(InOrder(x, x)), norm);
        double exact = 0, size = 0;
        for (int i = 0; i < n; i++)
        {
            exact += (double)x[i] * y[i];
            size += Math.Abs((double)x[i] * y[i]);
        }

        // The reference's own error is below gamma_n times the same sum.
        Check.Near(dot, exact, (Rounding.Gamma(SumOrder.Depth(n)) + Rounding.Gamma(n)) * size, $"dot, n={n}");
    }

    private static void MaxAbs(ConformanceRun run, int n)
    {
        float[] x = Random(n, 3);
        float largest = run.Device.Vectors.MaxAbs(run.Input<float>(x));
        run.Record(largest);
        Assert.Equal(n == 0 ? 0 : x.Max(MathF.Abs), largest);
    }

    private static void MaxAbsOfNaN(ConformanceRun run)
    {
        float[] x = Random(3000, 4);
        x[1234] = float.NaN;
        x[77] = float.NegativeInfinity;
        Assert.True(float.IsNaN(run.Device.Vectors.MaxAbs(run.Input<float>(x))));
        x[1234] = 0;
        Assert.Equal(float.PositiveInfinity, run.Device.Vectors.MaxAbs(run.Input<float>(x)));
    }

    private static void Axpby(ConformanceRun run, int n, float alpha, float beta)
    {
        float[] x = Random(n, 5), y = Random(n, 6);
        GuardedArray<float> target = run.Input<float>(y);
        run.Device.Vectors.Axpby(alpha, run.Input<float>(x), beta, target);
        float[] result = run.Read(target);
        for (int i = 0; i < n; i++)
        {
            double ax = (double)alpha * x[i], by = (double)beta * y[i];
            Check.Near(result[i], ax + by, 2.0001 * UnitRoundoff * (Math.Abs(ax) + Math.Abs(by)), $"element {i}");
        }
    }

    private static void AxpbyIgnoresNaN(ConformanceRun run)
    {
        float[] x = [1, float.NaN, 3], y = [float.NaN, 5, 6];
        GuardedArray<float> target = run.Input<float>(y), source = run.Input<float>(x);
        run.Device.Vectors.Axpby(0, source, 2, target);
        Assert.Equal([float.NaN, 10, 12], run.Read(target));
        run.Device.Vectors.Axpby(2, source, 0, target);
        Assert.Equal([2, float.NaN, 6], run.Read(target));
    }

    /// <summary>The sum in the order SumOrder states, by its plainest program.</summary>
    private static double InOrder(float[] x, float[]? y)
    {
        double[] terms = [.. x.Select((element, i) => y is null ? element : (double)element * y[i])];
        if (terms.Length == 0) return 0;
        do terms = [.. terms.Chunk(SumOrder.Chunk).Select(ChunkSum)];
        while (terms.Length > 1);
        return terms[0];
    }

    private static double ChunkSum(double[] terms)
    {
        var lanes = new double[SumOrder.Lanes];
        for (int i = 0; i < terms.Length; i++) lanes[i % SumOrder.Lanes] += terms[i];
        for (int half = SumOrder.Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        }

        return lanes[0];
    }
}
