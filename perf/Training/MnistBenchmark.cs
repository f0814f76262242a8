using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>8,000 images of MNIST, from the compressed files to the accuracy on 2,000 others, with automatic choices.</summary>
internal sealed class MnistBenchmark : IBenchmark
{
    private const int TrainRows = 8000;

    // What we ask for: this accuracy, in this time, in this memory, on two cores.
    private const double TargetAccuracy = 0.975, AllowedSeconds = 120, AllowedBytes = 8.0 * (1L << 30);

    // No image of the training part is mistaken below it; the steps that would follow fit what the test part does not see.
    private const double TargetLoss = 0.02;

    /// <inheritdoc/>
    public string Name => "mnist10k";

    /// <inheritdoc/>
    public string Summary => "8,000 MNIST images from gzip to test accuracy, automatic choices; baseline: the 120 s we allow";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
        [.. (quick ? new[] { 12 } : [16, 17]).Select(log => new BenchmarkCase($"m=2^{log}", () => [Measure(1 << log)]))];

    private static Measurement Measure(int width)
    {
        long start = Stopwatch.GetTimestamp();
        double Elapsed() => Stopwatch.GetElapsedTime(start).TotalSeconds;
        Dataset all = MnistFiles.Read();
        Dataset train = all.Select([.. Enumerable.Range(0, TrainRows)]), test = all.Select([.. Enumerable.Range(TrainRows, all.Count - TrainRows)]);
        double read = Elapsed();
        AutomaticChoice choice = AutomaticChoice.For(train, new NetworkOptions { Width = width }, new TrainingOptions { TargetLoss = TargetLoss });
        double chosen = Elapsed();
        using WideNetwork model = WideNetwork.Create(train, choice.Network);
        TrainingResult result = Trainer.Fit(model, train, choice.Training);
        double trained = Elapsed(), accuracy = model.Evaluate(test).Accuracy!.Value, seconds = Elapsed();
        using var process = Process.GetCurrentProcess();
        double memory = process.PeakWorkingSet64;
        return new Measurement("8,000 images", width, seconds, AllowedSeconds, "% right", 100 * accuracy, new JsonObject
        {
            ["target"] = 100 * TargetAccuracy,
            ["met"] = accuracy >= TargetAccuracy && seconds <= AllowedSeconds && memory <= AllowedBytes ? "yes" : "no",
            ["transform"] = choice.Network.Transform.Scaling.ToString(),
            ["constant"] = choice.Network.Transform.AppendConstant,
            ["shift"] = model.Shift,
            ["ridge"] = result.Ridge,
            ["steps"] = (double)result.Steps,
            ["relativeLoss"] = result.RelativeLoss,
            ["readSeconds"] = read,
            ["choiceSeconds"] = chosen - read,
            ["trainSeconds"] = trained - chosen,
            ["preprocessSeconds"] = result.PreprocessSeconds,
            ["gramMs"] = result.History.Sum(step => step.GramMs),
            ["solveMs"] = result.History.Sum(step => step.SolveMs),
            ["updateMs"] = result.History.Sum(step => step.UpdateMs),
            ["peakMiB"] = memory / (1 << 20),
            ["cpuPercent"] = 100 * process.TotalProcessorTime.TotalSeconds / seconds / Environment.ProcessorCount,
        });
    }
}
