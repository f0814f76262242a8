namespace Engine.Tests.Emulator;

/// <summary>What the runs of the sample kernels should give, computed without any accelerator.</summary>
internal static class SampleReferences
{
    public static IReadOnlyDictionary<string, double[]> All { get; } = new Dictionary<string, double[]>
    {
        ["add"] = [.. SampleRuns.Whole(37, 7).Zip(SampleRuns.Whole(37, 5), (a, b) => (double)(a + b))],
        ["product 5x3x40"] = Product(5, 3, 40),
        ["product 16x17x16"] = Product(16, 17, 16),
        ["warp sum"] = [SampleRuns.Whole(301, 9).Sum()],
        ["histogram"] = [.. Enumerable.Range(0, 32).Select(value => (double)Enumerable.Range(0, 500).Count(i => i * i % 32 == value))],
        ["dynamic"] = [.. SampleRuns.Whole(32, 29).Chunk(16).SelectMany(group => group.Reverse()).Select(value => (double)value)],
        ["prefixes"] = Prefixes(_ => true),
        ["prefixes with a hole"] = Prefixes(distance => distance != 2),
        ["affine"] = [.. SampleRuns.Whole(50, 7).Select(value => (3.0 * value) + 1)],
        ["fold sum"] = [.. SampleRuns.Whole(60, 41).Chunk(16).Select(group => (double)group.Sum())],
        ["fold maximum"] = [.. SampleRuns.Whole(60, 41).Chunk(16).Select(group => (double)group.Max())],
        ["dot"] = [Math.Sqrt(Enumerable.Range(0, 100).Sum(i => (double)i * i))],
        ["votes"] = [.. Enumerable.Repeat(6 + 1000 + 2000 + (10000.0 * 25), 32)],
        ["numbers"] = [16, 3, 5, 16, 3, 5],

        // ILGPU 1.5.3's CPU accelerator gave these.
        ["oddities"] =
        [
            197, 206, 281, 280, 197, 206, 281, 280, 197, 206, 281, 280, 197, 206, 281, 280,
            -2, 7, 82, 81, -2, 7, 82, 81, -2, 7, 82, 81, -2, 7, 82, 81,
        ],
    };

    public static double[] Product(int m, int n, int k)
    {
        float[] a = SampleRuns.Whole(m * k, 7), b = SampleRuns.Whole(k * n, 5);
        double[] c = new double[m * n];
        for (int i = 0; i < c.Length; i++)
        {
            for (int l = 0; l < k; l++) c[i] += a[(i / n * k) + l] * b[(l * n) + (i % n)];
        }

        return c;
    }

    public static double[] Shuffles(int lanes, int threads)
    {
        double[] results = new double[6 * threads];
        for (int i = 0; i < threads; i++)
        {
            int lane = i % lanes, first = i - lane;
            results[i] = (i ^ 1) + (i ^ 2);
            results[threads + i] = (lane > 0 ? i - 1 : i) - (lane % 2 > 0 ? i - 1 : i);
            results[(2 * threads) + i] = lane % 4 < 3 ? i + 1 : i;
            results[(3 * threads) + i] = first + ((lane + 1) % lanes);
            results[(4 * threads) + i] = first + 2;
            results[(5 * threads) + (i ^ 1)] = i;
        }

        return results;
    }

    private static double[] Prefixes(Func<int, bool> isDone)
    {
        double[] sums = [.. Enumerable.Range(1, 48)];
        for (int distance = 1; distance < 16; distance <<= 1)
        {
            if (!isDone(distance)) continue;
            double[] before = [.. sums];
            for (int i = 0; i < 48; i++) sums[i] += i % 16 >= distance ? before[i - distance] : 0;
        }

        return sums;
    }
}
