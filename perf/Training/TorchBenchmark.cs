using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Whole training runs on digits, ours from the table to the goal, PyTorch's clock running during its steps only.</summary>
internal sealed class TorchBenchmark : IBenchmark
{
    /// <summary>Environment variable: seconds each of the two best learning rates of an optimizer gets.</summary>
    public const string SecondsVariable = "ENGINE_TORCH_SECONDS";

    private const double DefaultSeconds = 120, QuickSeconds = 3, TargetLoss = 1e-6, TargetAccuracy = 0.98, LossRatio = 100, AccuracyRatio = 20;

    /// <inheritdoc/>
    public string Name => "torch-train";

    /// <inheritdoc/>
    public string Summary => "digits to relative loss 1e-6 and to 98 % accuracy; baseline: PyTorch on the CPU, the best of five learning rates";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
        [.. new[] { "sgd", "adam", "lbfgs" }.Select(optimizer => new BenchmarkCase(optimizer, () => Measure(optimizer, quick ? 1 << 12 : 1 << 16, quick)))];

    private static Measurement[] Measure(string optimizer, int width, bool quick)
    {
        string? asked = Environment.GetEnvironmentVariable(SecondsVariable);
        double seconds = quick ? QuickSeconds : asked is null ? DefaultSeconds : double.Parse(asked, CultureInfo.InvariantCulture);
        (double toLoss, _, DatasetSplit split) = Ours(width, new TrainingOptions { TargetLoss = TargetLoss });
        double toAccuracy = double.PositiveInfinity;
        for (int steps = 1; steps <= 8 && double.IsPositiveInfinity(toAccuracy); steps++)
        {
            (double taken, double accuracy, _) = Ours(width, new TrainingOptions { StepLimit = steps });
            if (accuracy >= TargetAccuracy) toAccuracy = taken;
        }

        JsonObject[] runs = PythonChild.Run("torch_opponent.py", split, $"{width}", optimizer, Text(seconds), Text(seconds / 10));
        return
        [
            Row($"{optimizer} to loss 1e-6", toLoss, runs, "1e-06", seconds, LossRatio),
            Row($"{optimizer} to accuracy 98 %", toAccuracy, runs, "accuracy", seconds, AccuracyRatio),
        ];
    }

    private static (double Seconds, double Accuracy, DatasetSplit Split) Ours(int width, TrainingOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        DatasetSplit split = Dataset.FromCsv(Path.Combine(AppContext.BaseDirectory, "samples", "digits.csv"), "label").Split(0.2, seed: 1);
        AutomaticChoice choice = AutomaticChoice.For(split.Train, new NetworkOptions { Width = width }, options);
        using WideNetwork model = WideNetwork.Create(split.Train, choice.Network);
        _ = Trainer.Fit(model, split.Train, choice.Training);
        double taken = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (taken, model.Evaluate(split.Test).Accuracy!.Value, split);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static Measurement Row(string name, double ours, JsonObject[] runs, string goal, double budget, double target)
    {
        JsonObject? best = runs.Where(run => run["to " + goal] is not null).MinBy(run => run["to " + goal]!.GetValue<double>());
        JsonObject shown = best ?? runs.MinBy(run => run["relativeLoss"]?.GetValue<double>() ?? double.PositiveInfinity)!;
        double theirs = best?["to " + goal]!.GetValue<double>() ?? budget;
        return new Measurement(name, null, ours, theirs, "s", ours, new JsonObject
        {
            ["target"] = target,
            ["met"] = theirs / ours >= target ? "yes" : "no",
            ["reached"] = best is null ? $"not within {budget} s" : "yes",
            ["rate"] = shown["rate"]!.DeepClone(),
            ["steps"] = (best?["steps to " + goal] ?? shown["steps"])!.DeepClone(),
            ["msPerStep"] = 1e3 * shown["seconds"]!.GetValue<double>() / shown["steps"]!.GetValue<double>(),
            ["theirLoss"] = shown["relativeLoss"]?.DeepClone(),
            ["theirAccuracy"] = shown["accuracy"]!.DeepClone(),
        });
    }
}
