using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Walsh-Hadamard transforms: one row in the caches again and again, as FFHT is measured, and batches that only main memory holds.</summary>
internal sealed class WalshHadamardBenchmark : IBenchmark
{
    private const int BytesPerElement = 8, QuickBatch = 1 << 22, Batch = 1 << 26;

    private static readonly ContestLength s_full = new(2, 5);

    // The targets are the times of FFHT (AVX), fp32, one thread, on the machine the results are filed for.
    private static readonly HadamardShape[] s_rows =
    [
        new(10, 1, 0.22), new(12, 1), new(14, 1), new(16, 1, 0.32), new(18, 1), new(20, 1, 0.37), new(22, 1), new(24, 1),
    ];

    private static readonly int[] s_batchLevels = [6, 8, 10, 12, 16, 20, 22];

    /// <inheritdoc/>
    public string Name => "walsh-hadamard";

    /// <inheritdoc/>
    public string Summary => "Walsh-Hadamard transforms in place; baseline: a plain pass per level in portable vectors";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. s_rows.Take(quick ? 6 : s_rows.Length).Concat(s_batchLevels.Take(quick ? 5 : s_batchLevels.Length).Select(levels => HadamardShape.Batch(levels, quick ? QuickBatch : Batch)))
            .Select(shape => new BenchmarkCase(shape.ToString(), () => Measure(shape, quick ? ContestLength.Quick : s_full))),
    ];

    // One row is one item: more threads would have nothing to do.
    private static Measurement[] Measure(HadamardShape shape, ContestLength length) =>
        [.. ThreadCounts.All.Where(threads => threads <= shape.Rows).Select(threads => Measure(shape, threads, length))];

    private static Measurement Measure(HadamardShape shape, int threads, ContestLength length)
    {
        using var team = new WorkerTeam(threads);
        using var runs = new HadamardRuns(shape, team);
        ContestTime[] times = Contest.Run(threads, length, runs.Ours, runs.Plain, runs.Sweep);
        double seconds = times[0].Seconds / shape.Transforms, baseline = times[1].Seconds / shape.Transforms;
        double nsPerElement = seconds * 1e9 / shape.Elements;
        double? target = threads == 1 ? shape.Target : null;
        var details = new JsonObject
        {
            ["target"] = target,
            ["met"] = target is null ? null : nsPerElement <= target ? "yes" : "no",
            ["GBps"] = (double)BytesPerElement * shape.Elements / seconds / 1e9,
            ["sweepGBps"] = (double)BytesPerElement * shape.Elements / times[2].Seconds / 1e9,
            ["sweepPercent"] = 100 * times[2].Seconds / seconds,
        };
        times[0].AddColumns(details, times[1]);
        return new Measurement($"{shape} threads={threads}", null, seconds, baseline, "ns per element", nsPerElement, details);
    }
}
