using System.Diagnostics;

namespace Engine.Perf;

/// <summary>One training run on digits, looked at from outside.</summary>
/// <param name="Result">How it went.</param>
/// <param name="Plan">What it used.</param>
/// <param name="Seconds">Drawing the weights and training.</param>
/// <param name="CpuSeconds">Processor time of that.</param>
/// <param name="ExactLoss">Loss at the end over loss at the start, both from outputs computed in fp64 from the weights alone.</param>
/// <param name="Accuracy">On the held-out rows.</param>
internal sealed record MethodRun(TrainingResult Result, TrainingPlan Plan, double Seconds, double CpuSeconds, double ExactLoss, double Accuracy)
{
    // As `engine train` splits by default.
    private const double TestFraction = 0.2;

    /// <summary>Trains once.</summary>
    /// <param name="given">How.</param>
    /// <param name="seed">Of network and split.</param>
    public static MethodRun Of(MethodCase given, ulong seed)
    {
        (Dataset train, Dataset test) = Dataset.FromCsv(Path.Combine(AppContext.BaseDirectory, "samples", "digits.csv"), "label").Split(TestFraction, seed);
        var network = new NetworkOptions { Width = 1 << given.Log, Wiring = given.Wiring, Seed = seed };
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        using WideNetwork model = WideNetwork.Create(train, network);
        TrainingPlan plan = Trainer.Plan(model, train, given.Options);
        TrainingResult result = Trainer.Fit(model, train, given.Options);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        float[] rows = model.Transform.Apply(train);
        double[] targets = model.Meaning.TargetsOf(train);
        using WideNetwork untrained = WideNetwork.Create(train, network);
        double loss = DoubleLoss.Of(model.Core, rows, targets) / DoubleLoss.Of(untrained.Core, rows, targets);
        return new MethodRun(result, plan, seconds, cpuSeconds, loss, model.Evaluate(test).Accuracy!.Value);
    }
}
