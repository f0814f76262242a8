using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>What it costs to draw weights as needed instead of storing them: preprocessing, first iterations, predictions.</summary>
/// <remarks>Both ways must reach the same bits.</remarks>
internal sealed unsafe class RegeneratedBenchmark : IBenchmark
{
    private const int Samples = 512, Early = 8, Repeats = 3, DenseIterations = 6, LargestDrawn = 1 << 14;

    private static readonly (int Dimension, int Log)[] s_sizes = [(64, 20), (512, 18)];

    /// <inheritdoc/>
    public string Name => "regenerated";

    /// <inheritdoc/>
    public string Summary => "training and prediction with weights drawn as needed; baseline: the same with weights in memory";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. from size in s_sizes select new BenchmarkCase($"d={size.Dimension}", () => Measure(size.Dimension, quick ? 1 << 12 : 1 << size.Log, quick)),
    ];

    private static Measurement[] Measure(int dimension, int width, bool quick)
    {
        using var stored = new IterationProblem(width, Samples, dimension);
        using IterationProblem regenerated = stored.Regenerated();
        List<IterationRun> ours = [], theirs = [];
        // The first only warms up.
        for (int round = 0; round < (quick ? 1 : Repeats) + 1; round++)
        {
            theirs.Add(IterationRun.Sparse(stored, new RunLength(Early)));
            ours.Add(IterationRun.Sparse(regenerated, new RunLength(Early)));
            if (!ours[^1].Outputs.AsSpan().SequenceEqual(theirs[^1].Outputs)) throw new ComparisonFailedException("the outputs of training differ.");
        }

        double drawing = Drawing(regenerated.Network, quick);
        ContestTime[] predictions = Predictions(stored, regenerated, quick);
        IterationRun dense = IterationRun.Dense(stored, DenseIterations, ours[0].StepLength);
        double denseSeconds = Statistics.Median(dense.Samples.Skip(1).Select(sample => sample.Seconds));
        var details = new JsonObject
        {
            ["drawNsPerNumber"] = drawing * 1e9,
            ["denseMs"] = denseSeconds * 1e3,
            ["cpuPercent"] = 100 * ours.Skip(1).Sum(run => run.Preprocessing.CpuSeconds) / ours.Skip(1).Sum(run => run.Preprocessing.Seconds) / Environment.ProcessorCount,
        };
        Measurement Row(string what, double seconds, double baseline)
        {
            JsonObject row = (JsonObject)details.DeepClone();
            row["storedDenseIterations"] = baseline / denseSeconds;
            return new Measurement($"d={dimension} {what}", width, seconds, baseline, "dense iterations", seconds / denseSeconds, row);
        }

        double Median(List<IterationRun> runs, Func<IterationRun, double> seconds) => Statistics.Median(runs.Skip(1).Select(seconds));
        return
        [
            Row("preprocessing", Median(ours, run => run.Preprocessing.Seconds), Median(theirs, run => run.Preprocessing.Seconds)),
            Row("first 8 iterations", Median(ours, First), Median(theirs, First)),
            Row("512 predictions", predictions[0].Seconds, predictions[1].Seconds),
            Row("1 prediction", predictions[2].Seconds, predictions[3].Seconds),
        ];

        static double First(IterationRun run) => run.Samples.Average(sample => sample.Seconds);
    }

    /// <summary>Processor seconds for a number, one thread, tile by tile.</summary>
    private static double Drawing(NetworkCore network, bool quick)
    {
        using var tile = new NativeBuffer<float>((long)TileProduct.TileRows * network.Dimension);
        int rows = Math.Min(network.Width, LargestDrawn);
        ContestTime time = Contest.Run(1, quick ? ContestLength.Quick : new ContestLength(1, 5), new Contestant(() =>
        {
            for (int row = 0; row < rows; row += TileProduct.TileRows) network.Rows.Read(row, TileProduct.TileRows, tile.Pointer);
        }))[0];
        return time.CpuSeconds / ((double)rows * network.Dimension);
    }

    /// <summary>Trains both networks, then predicts the samples, and one of them.</summary>
    private static ContestTime[] Predictions(IterationProblem stored, IterationProblem regenerated, bool quick)
    {
        double[] ours = new double[Samples], theirs = new double[Samples], one = new double[1];
        foreach (IterationProblem problem in new[] { stored, regenerated })
        {
            var options = new TrainingOptions { Method = TrainingMethod.GradientDescent, StepLimit = Early, TargetLoss = 0 };
            TrainingPlan plan = TrainingPlan.For(problem.Network, Samples, options);
            new TrainingLoop(options, progress: null, CancellationToken.None).Run(problem.Network, problem.Rows, problem.Targets, plan, chooseRidge: false, keep: null);
        }

        ContestTime[] times = Contest.Run(
            Environment.ProcessorCount, quick ? ContestLength.Quick : ContestLength.Full,
            new Contestant(() => regenerated.Network.Forward(regenerated.Rows, ours)),
            new Contestant(() => stored.Network.Forward(stored.Rows, theirs)),
            new Contestant(() => regenerated.Network.Forward(regenerated.Rows.AsSpan(0, regenerated.Network.Dimension), one)),
            new Contestant(() => stored.Network.Forward(stored.Rows.AsSpan(0, stored.Network.Dimension), one)));
        if (!ours.AsSpan().SequenceEqual(theirs)) throw new ComparisonFailedException("the predictions differ.");
        return times;
    }
}
