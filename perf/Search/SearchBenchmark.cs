using System.Diagnostics;
using System.Text.Json.Nodes;
using Engine.Indexing;

namespace Engine.Perf;

/// <summary>Processor time per (query, neuron) pair of every threshold index on Gaussian weights and unit queries; the baseline is product and compare.</summary>
/// <remarks>One thread. Building is not included. Exact indexes must report the baseline's ids; the approximate one reports a part of them, and its row says which.</remarks>
internal sealed class SearchBenchmark : IBenchmark
{
    private const int Queries = 256, WidthLog = 18, QuickLog = 14, Repeats = 7;

    private static readonly int[] s_dimensions = [4, 8, 16, 64];

    // tau of standard normal products: P(N > tau).
    private static readonly (string Fired, float Threshold)[] s_fractions = [("1%", 2.3263479f), ("0.1%", 3.0902323f)];

    /// <inheritdoc/>
    public string Name => "search";

    /// <inheritdoc/>
    public string Summary => "ns per (query, neuron) pair of every threshold index; baseline: product and compare";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. from d in s_dimensions from fraction in s_fractions
            select new BenchmarkCase($"d={d} fired={fraction.Fired}", () => Measure(d, fraction.Fired, fraction.Threshold, 1 << (quick ? QuickLog : WidthLog))),
    ];

    private static Measurement[] Measure(int dimension, string fired, float threshold, int width)
    {
        var problem = new SearchProblem(width, Queries, dimension, threshold);
        using var product = new ProductScan(problem);
        double baseline = Time(() => product.Run(threshold), out double baselineWall);
        double pairs = (double)width * Queries;
        var rows = new List<Measurement>
        {
            new($"d={dimension} fired={fired} product", width, baseline, baseline, "ns per pair", baseline * 1e9 / pairs, Details(default, pairs, 1, baseline, baselineWall)),
        };
        foreach (string name in ThresholdIndexFactory.Names)
        {
            IThresholdIndex index = ThresholdIndexFactory.Create(dimension, problem.Weights, new IndexSetting { Name = name, Threshold = threshold }).Index;
            var hits = new ThresholdHits();
            IndexWork work = default;
            double seconds = Time(() => work = index.Report(problem.Rows, threshold, hits), out double wall);
            double found = Compare(index, hits, product);
            rows.Add(new Measurement($"d={dimension} fired={fired} {name}", width, seconds, baseline, "ns per pair", seconds * 1e9 / pairs, Details(work, pairs, found, seconds, wall)));
        }

        return [.. rows];
    }

    private static double Compare(IThresholdIndex index, ThresholdHits hits, ProductScan product)
    {
        long expected = product.Counts.Sum(count => (long)count);
        for (int q = 0; q < hits.Rows; q++)
        {
            ReadOnlySpan<int> truth = product.Ids[q].AsSpan(0, product.Counts[q]);
            if (index.MissProbability == 0 && !hits.Of(q).SequenceEqual(truth))
                throw new ComparisonFailedException($"{index.GetType().Name} reports {hits.Of(q).Length} ids for query {q}, product and compare {truth.Length}, or others.");
        }

        return hits.Count / (double)expected;
    }

    // The first run compiles code and touches memory.
    private static double Time(Action action, out double wall)
    {
        var cpu = new List<double>();
        var clock = new List<double>();
        action();
        for (int r = 0; r < Repeats; r++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            action();
            clock.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            cpu.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        wall = Statistics.Median(clock);
        return Statistics.Median(cpu);
    }

    private static JsonObject Details(IndexWork work, double pairs, double found, double seconds, double wall) => new()
    {
        ["foundPercent"] = 100 * found,
        ["productsPercent"] = 100 * work.InnerProducts / pairs,
        ["nodesPercent"] = 100 * work.NodesVisited / pairs,
        ["wallMs"] = wall * 1e3,
        ["cpuPercent"] = 100 * seconds / wall,
    };
}
