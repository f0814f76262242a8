using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Time of the selection of all pairs above a threshold; the baseline is the bare dense product of the same shape.</summary>
/// <remarks>The ratio is the fraction of the product's speed that compare and compaction leave. Rounds of all are interleaved; medians.</remarks>
internal sealed class PreprocessBenchmark : IBenchmark
{
    // A standard normal variable exceeds it in 1 % of all cases; scores of normal rows are close to normal with variance d.
    private const double Quantile = 2.326348;

    // The product needs its C, here 128 MiB at most: it runs over a part of the weights at a time.
    private const int TargetLength = 1 << 25;

    private static readonly int[] s_samples = [512, 1437], s_dimensions = [64, 512], s_threads = [1, 2];

    /// <inheritdoc/>
    public string Name => "preprocess";

    /// <inheritdoc/>
    public string Summary => "selection of pairs above a threshold; baseline: the dense product alone";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. from d in s_dimensions from n in s_samples from threads in s_threads
            select new BenchmarkCase($"n={n} d={d} threads={threads}", () => Measure(quick ? 1 << 13 : 1 << 16, n, d, threads, quick ? 3 : 9)),
    ];

    private static Measurement[] Measure(int m, int n, int d, int threads, int rounds)
    {
        using HostDevice device = new(threads);
        using DeviceArray<float> w = Normals(device, (long)m * d, 1), x = Normals(device, (long)n * d, 2);
        MatrixView weights = new(w, m, d), samples = new(x, n, d);
        using DeviceArray<long> offsets = device.Allocate<long>(m + 1);
        CsrView empty = new(m, n, offsets, default(VectorView<int>), default(VectorView<float>));
        float threshold = (float)(Math.Sqrt(d) * Quantile);
        long count = device.Dense.SelectAbove(weights, samples, threshold, empty);
        using DeviceArray<int> ids = device.Allocate<int>(count);
        using DeviceArray<float> values = device.Allocate<float>(count);
        CsrView hits = new(m, n, offsets, ids, values);
        using DeviceArray<float> c = device.Allocate<float>(Math.Min(TargetLength, (long)m * n));
        var product = new Timings(rounds, () => Multiply(device, weights, samples, c));
        var selection = new Timings(rounds, () => device.Dense.SelectAbove(weights, samples, threshold, hits));
        using QuantisedRows quantised = device.Dense.Quantise(weights);
        ScreenedCount screened = default;
        var screening = new Timings(rounds, () => screened = device.Dense.ScreenedSelectAbove(quantised, samples, threshold, hits));
        Timings.Interleave(rounds, product, selection, screening);
        if (screened.Hits != count) throw new ComparisonFailedException($"the screened selection finds {screened.Hits} hits, the other one {count}.");
        double pairs = (double)m * n;
        return
        [
            Row("select", m, n, d, threads, selection, product, 100 * count / pairs),
            Row("screened", m, n, d, threads, screening, product, 100 * count / pairs, 100 * screened.Rechecked / pairs),
        ];
    }

    private static Measurement Row(string operation, int m, int n, int d, int threads, Timings timings, Timings product, double hitPercent, double computedPercent = 100)
    {
        double pairs = (double)m * n, operations = 2 * pairs * d;
        var details = new JsonObject
        {
            ["hitPercent"] = hitPercent,
            ["computedPercent"] = computedPercent,
            // By processor time, which other programs on the machine disturb less.
            ["cpuRatio"] = product.ProcessorSeconds / timings.ProcessorSeconds,
            ["gflopsPerCpuSecond"] = 1e-9 * operations / timings.ProcessorSeconds,
        };
        return new Measurement(
            $"{operation} n={n} d={d} threads={threads}", m, timings.Seconds, product.Seconds, "ns per pair", timings.Seconds * 1e9 / pairs, details);
    }

    private static void Multiply(HostDevice device, MatrixView weights, MatrixView samples, DeviceArray<float> c)
    {
        int part = (int)Math.Min(weights.Rows, c.Length / samples.Rows);
        for (int row = 0; row < weights.Rows; row += part)
        {
            int rows = Math.Min(part, weights.Rows - row);
            device.Dense.Multiply(1, weights.Block(row, 0, rows, weights.Columns), samples.Transposed, 0, new MatrixView(c, rows, samples.Rows));
        }
    }

    private static DeviceArray<float> Normals(HostDevice device, long length, int seed)
    {
        var random = new CounterRandom((ulong)seed, stream: 73);
        NativeBuffer<float> array = (NativeBuffer<float>)device.Allocate<float>(length);
        for (long start = 0; start < length; start += 1 << 20)
            random.FillNormals(array.Slice(start, (int)Math.Min(1 << 20, length - start)), (ulong)start);
        return array;
    }
}
