using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Time per gradient-descent iteration against m: sparse, early and late in training, and dense.</summary>
/// <remarks>
/// Early is the mean of the first 8 iterations, when neurons move most and lists are chosen again; late is the median from iteration 24 on.
/// Both ways start at the same W(0), take the same steps and must reach the same loss and the same outputs.
/// </remarks>
internal sealed class IterationBenchmark : IBenchmark
{
    private const int Samples = 512, SmallestLog = 12, LargestLog = 20, LargestQuickLog = 15;
    private const int Early = 8, LateFrom = 24, Iterations = 32, Repeats = 3;

    private static readonly int[] s_dimensions = [64, 512];

    /// <inheritdoc/>
    public string Name => "iteration";

    /// <inheritdoc/>
    public string Summary => "one gradient-descent iteration against m, n = 512; baseline: our dense fused iteration";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. s_dimensions.SelectMany(d => Enumerable.Range(SmallestLog, (quick ? LargestQuickLog : LargestLog) - SmallestLog + 1)
            .Select(log => new BenchmarkCase($"d={d} m=2^{log}", () => Measure(d, 1 << log, quick ? 1 : Repeats)))),
    ];

    private static Measurement[] Measure(int dimension, int width, int repeats)
    {
        using var problem = new IterationProblem(width, Samples, dimension);
        // The first of them only warms up: code is compiled and memory is touched.
        IterationRun[] sparse = [.. Enumerable.Range(0, repeats + 1).Select(_ => IterationRun.Sparse(problem, new RunLength(Iterations))).Skip(1)];
        IterationRun dense = IterationRun.Dense(problem, Iterations, sparse[0].StepLength);
        RunComparison comparison = RunComparison.Of(sparse[0], dense);
        // The first dense step compiles its code.
        double denseSeconds = Statistics.Median(dense.Samples.Skip(1).Select(sample => sample.Seconds));
        double operations = 4.0 * Samples * dimension * width;

        IterationSample[] early = [.. sparse.SelectMany(run => run.Samples.Take(Early))];
        IterationSample[] late = [.. sparse.SelectMany(run => run.Samples.Skip(LateFrom))];
        double earlySeconds = Statistics.Median(sparse.Select(run => run.Samples.Take(Early).Average(sample => sample.Seconds)));
        double lateSeconds = Statistics.Median(late.Select(sample => sample.Seconds));
        Measurement Sparse(string phase, double seconds, IterationSample[] samples)
        {
            double fires = samples.Average(sample => (double)sample.Counts.Fires);
            JsonObject details = Details(sparse[0].Form, samples, comparison);
            details["firedPercent"] = 100 * fires / ((double)Samples * width);
            details["refreshedPercent"] = 100 * samples.Average(sample => (double)sample.Counts.Refreshes) / width;
            return new Measurement($"d={dimension} sparse {phase}", width, seconds, denseSeconds, "ns per fired pair", seconds * 1e9 / fires, details);
        }

        return
        [
            Sparse("early", earlySeconds, early),
            Sparse("late", lateSeconds, late),
            new Measurement(
                $"d={dimension} dense", width, denseSeconds, denseSeconds, "GFLOP/s", operations / denseSeconds / 1e9, Details(dense.Form, dense.Samples, comparison)),
        ];
    }

    private static JsonObject Details(string form, IterationSample[] samples, RunComparison comparison) => new()
    {
        ["form"] = form,
        // Below 100: other programs had the processors, or threads waited for each other.
        ["cpuPercent"] = 100 * samples.Sum(sample => sample.CpuSeconds) / samples.Sum(sample => sample.Seconds) / Environment.ProcessorCount,
        ["lossDifference"] = comparison.Loss,
        ["outputDifference"] = comparison.Output,
    };
}
