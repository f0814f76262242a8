using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Adapting one layer of a network that was pretrained on eight digits to all ten: made sparse and trained exactly, against Adam on the dense layer.</summary>
internal sealed class FineTuneBenchmark : IBenchmark
{
    private const int Seen = 8;
    private const double TestFraction = 0.2, Allowed = 0.005;

    /// <inheritdoc/>
    public string Name => "finetune";

    /// <inheritdoc/>
    public string Summary => "a network pretrained on eight digits, adapted to ten; baseline: Adam on the same layer, dense";

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkCase> Cases(bool quick) =>
    [
        .. from width in quick ? (int[])[128] : [512, 2048]
           from fire in (double[])[0.05, 0.1]
           from form in (ShiftForm[])[ShiftForm.Continuous, ShiftForm.HardThreshold]
           select new BenchmarkCase($"{form} fire={fire} m={width}", () => [Measure(width, fire, form, seed: 1)]),
    ];

    private static Measurement Measure(int width, double fire, ShiftForm form, ulong seed)
    {
        Dataset data = Dataset.FromCsv(Path.Combine(AppContext.BaseDirectory, "samples", "digits.csv"), "label");
        DatasetSplit split = data.Split(TestFraction, seed);
        string path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.safetensors");
        try
        {
            PretrainedDigits.Save(path, split.Train, Seen, width, seed);
            using FineTuner tuner = FineTuner.Load(path, data, new FineTuningOptions { FireFraction = fire, Form = form });
            double? loaded = tuner.Model.Evaluate(split.Test).Accuracy;
            long start = Stopwatch.GetTimestamp();
            tuner.Sparsify(split.Train);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double? sparse = tuner.Model.Evaluate(split.Test).Accuracy;
            start = Stopwatch.GetTimestamp();
            TrainingResult result = tuner.Adapt(split.Train);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            double? adapted = tuner.Model.Evaluate(split.Test).Accuracy;
            DenseComparison dense = tuner.CompareDense(split.Train, split.Test);
            return new Measurement($"{form} fire={fire}", width, seconds, dense.Seconds, "accuracy", adapted!.Value, new JsonObject
            {
                ["loaded"] = loaded,
                ["sparse"] = sparse,
                ["adapted"] = adapted,
                ["dense"] = dense.Test.Accuracy,
                ["within"] = dense.Test.Accuracy - adapted <= Allowed ? "yes" : "no",
                ["denseTrain"] = dense.Train.Accuracy,
                ["iterations"] = result.Steps,
                ["relativeLoss"] = result.RelativeLoss,
                ["status"] = result.Status.ToString(),
                ["solver"] = result.History.Sum(step => step.SolverIterations),
                ["gramMs"] = result.History.Sum(step => step.GramMs),
                ["solveMs"] = result.History.Sum(step => step.SolveMs),
                ["updateMs"] = result.History.Sum(step => step.UpdateMs),
            });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
