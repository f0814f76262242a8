using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Test scores with automatic choices, with the library's defaults, and of a linear model, on tables.</summary>
internal sealed class ChoiceBenchmark : IBenchmark
{
    /// <summary>Environment variable that names a folder of CSV tables whose column to predict is called <c>target</c>; without it the two samples.</summary>
    public const string Variable = "ENGINE_TABLES";

    private const string Target = "target";
    private const int Splits = 3, Width = 1 << 14;

    /// <inheritdoc/>
    public string Name => "choices";

    /// <inheritdoc/>
    public string Summary => "test scores with automatic choices; baseline: the library's defaults (time), and a linear model by scikit-learn (score)";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick)
    {
        string samples = Path.Combine(AppContext.BaseDirectory, "samples");
        (string Path, string Label)[] tables = Environment.GetEnvironmentVariable(Variable) is { } folder
            ? [.. Directory.EnumerateFiles(folder, "*.csv").Order().Select(path => (path, Target))]
            : [(Path.Combine(samples, "diabetes.csv"), "progression"), (Path.Combine(samples, "digits.csv"), "label")];
        return [.. tables.Select(table => new BenchmarkCase(Path.GetFileNameWithoutExtension(table.Path), () => [Measure(table.Path, table.Label, quick ? 1 : Splits)]))];
    }

    private static Measurement Measure(string path, string label, int splits)
    {
        Dataset data = Dataset.FromCsv(path, label);
        double ours = 0, fixedScore = 0, peer = 0, seconds = 0, fixedSeconds = 0;
        string? missing = null;
        var taken = new List<string>();
        for (ulong seed = 1; seed <= (ulong)splits; seed++)
        {
            DatasetSplit split = data.Split(0.2, seed);
            var options = new NetworkOptions { Width = Width, Seed = seed };
            long start = Stopwatch.GetTimestamp();
            AutomaticChoice choice = AutomaticChoice.For(split.Train, options);
            ours += Score(split, choice.Network, choice.Training) / splits;
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds / splits;
            taken.Add(Text(choice.Chosen!));
            start = Stopwatch.GetTimestamp();
            fixedScore += Score(split, options, new TrainingOptions()) / splits;
            fixedSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds / splits;
            try
            {
                peer += PythonChild.Run("linear_peer.py", split, data.Task.ToString().ToLowerInvariant())[0]["score"]!.GetValue<double>() / splits;
            }
            catch (ComparisonFailedException failure)
            {
                missing = failure.Message;
            }
        }

        return new Measurement(
            Path.GetFileNameWithoutExtension(path), null, seconds, fixedSeconds, data.Task == TaskKind.Classification ? "accuracy" : "R2", ours, new JsonObject
            {
                ["defaults"] = fixedScore,
                ["linear"] = missing is null ? peer : missing,
                ["n"] = (double)data.Count,
                ["d"] = (double)data.Dimension,
                ["chosen"] = string.Join("; ", taken.Distinct()),
            });
    }

    private static double Score(DatasetSplit split, NetworkOptions network, TrainingOptions training)
    {
        using WideNetwork model = WideNetwork.Create(split.Train, network);
        _ = Trainer.Fit(model, split.Train, training);
        Evaluation evaluation = model.Evaluate(split.Test);
        return evaluation.Accuracy ?? evaluation.R2!.Value;
    }

    private static string Text(AutomaticCandidate chosen) => string.Create(
        CultureInfo.InvariantCulture, $"{chosen.Scaling}{(chosen.Constant > 0 ? $"+{chosen.Constant:G3}" : "")} b={chosen.Shift:0.##} ridge={chosen.Ridge:G2}");
}
