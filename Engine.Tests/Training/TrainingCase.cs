using Engine.Tests.Reference;

namespace Engine.Tests.Training;

/// <summary>A small training problem: unit rows at random, targets uniform in [-1, 1] or close to the outputs of the start.</summary>
internal sealed record TrainingCase
{
    internal int Width { get; init; } = 1024;

    internal int Samples { get; init; } = 24;

    internal int Dimension { get; init; } = 40;

    internal int Outputs { get; init; } = 1;

    internal OutputWiring Wiring { get; init; } = OutputWiring.Grouped;

    internal float Shift { get; init; } = 1f;

    internal int Seed { get; init; } = 1;

    /// <summary>Null for targets in [-1, 1]; otherwise they lie this close to f at the start, and neurons hardly move.</summary>
    internal double? Nearness { get; init; }

    /// <summary>Weights of the samples, (n); null for 1.</summary>
    internal double[]? Weights { get; init; }

    internal TrainingOptions Options { get; init; } = new() { Threads = 1 };

    internal float[] Rows() => RandomRows.Unit(Samples, Dimension, Seed);

    /// <summary>y, (K, n); classes at random for cross-entropy.</summary>
    internal double[] Targets()
    {
        Random random = new(Seed + 1);
        if (Options.Loss == LossKind.CrossEntropy)
        {
            int[] classOf = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(Math.Max(2, Outputs)))];
            return [.. Enumerable.Range(0, Outputs * Samples).Select(p => classOf[p % Samples] == (Outputs == 1 ? 1 : p / Samples) ? 1.0 : -1.0)];
        }

        double[] targets = [.. Enumerable.Range(0, Outputs * Samples).Select(_ => 2.0 * random.NextDouble() - 1.0)];
        if (Nearness is not { } nearness) return targets;
        using NetworkCore core = Network();
        return [.. DenseNetwork.Of(core).Forward(Dense.Of(Rows())).Zip(targets, (f, y) => f + nearness * y)];
    }

    /// <summary>The loss the options name; Huber's delta is 0.3.</summary>
    internal ILoss Loss() => LossFactory.Create(
        Options, new TargetMeaning(TaskKind.Classification, [.. Enumerable.Range(0, Outputs == 1 ? 2 : Outputs).Select(k => $"{k}")], 0, 1), Targets(), Weights, delta: 0.3);

    internal NetworkCore Network() => new(Width, Dimension, Outputs, Shift, Wiring, (ulong)Seed);

    /// <summary>A run of the training loop from the start.</summary>
    internal TrainedRun Train(IProgress<StepMetrics>? progress = null, CancellationToken cancellation = default, bool chooseRidge = false)
    {
        using NetworkCore core = Network();
        SparseCoefficients? coefficients = null;
        TrainingLoop loop = new(Options with { KeepCoefficients = Options.Search == FireSearch.Certified }, progress, cancellation);
        TrainingResult result = loop.Run(core, Rows(), Targets(), TrainingPlan.For(core, Samples, Options), chooseRidge, kept => coefficients = kept, Loss());
        return new TrainedRun(result, core.Weights.Slice(0, (int)core.Weights.Length).ToArray(), coefficients);
    }

    public override string ToString() =>
        $"m={Width} n={Samples} d={Dimension} K={Outputs} {Wiring} b={Shift} seed={Seed} {Options.Method} {Options.Search} {Options.Form} {Options.Loss} ridge={Options.Ridge ?? 0}";
}
