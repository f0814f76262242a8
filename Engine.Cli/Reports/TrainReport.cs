using System.Diagnostics;

namespace Engine.Cli;

/// <summary>The object of <c>train --json</c>; the help of the command says what its parts mean.</summary>
internal sealed record TrainReport
{
    public required string Status { get; init; }
    public required string Message { get; init; }
    public double? TestAccuracy { get; init; }
    public double? TestLogLoss { get; init; }
    public double? TestCalibrationError { get; init; }
    public double? TestR2 { get; init; }
    public double? TestRmse { get; init; }
    public double? TrainAccuracy { get; init; }
    public double? TrainR2 { get; init; }
    public required double RelativeTrainLoss { get; init; }
    public required int Iterations { get; init; }
    public int? KeptStep { get; init; }
    public double? ValidationLoss { get; init; }
    public required double Seconds { get; init; }
    public required long PeakMemoryBytes { get; init; }
    public required double Ridge { get; init; }
    public string? Model { get; init; }
    public required int Samples { get; init; }
    public required int TestSamples { get; init; }
    public required int Dimension { get; init; }
    public required int Outputs { get; init; }
    public IReadOnlyList<int>? FewestFired { get; init; }
    public required WorkReport Work { get; init; }
    public IReadOnlyList<StepReport>? Steps { get; init; }
    public required TrainReportOptions Options { get; init; }
    public ChoiceReport? Choice { get; init; }

    /// <summary>The report of a run that ended just now.</summary>
    public static TrainReport Of(TrainOutcome outcome) => new()
    {
        Status = outcome.Result.Status.ToString(),
        Message = outcome.Result.Message,
        TestAccuracy = outcome.Test?.Accuracy,
        TestLogLoss = outcome.Test?.LogLoss,
        TestCalibrationError = outcome.Test?.CalibrationError,
        TestR2 = outcome.Test?.R2,
        TestRmse = outcome.Test?.RootMeanSquaredError,
        TrainAccuracy = outcome.Train?.Accuracy,
        TrainR2 = outcome.Train?.R2,
        RelativeTrainLoss = outcome.Result.RelativeLoss,
        Iterations = outcome.Result.Steps,
        KeptStep = outcome.Result.KeptStep,
        ValidationLoss = outcome.Result.KeptStep is { } kept ? outcome.Result.History[kept].ValidationLoss : null,
        Seconds = outcome.Seconds,
        PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
        Ridge = outcome.Result.Ridge,
        Model = outcome.IsSaved ? outcome.Request.Output : null,
        Samples = outcome.TrainCount,
        TestSamples = outcome.TestCount,
        Dimension = outcome.Network.InputDimension,
        Outputs = outcome.Network.Outputs,
        FewestFired = outcome.Fired is { } fired ? [.. fired.Select(layer => layer.Fewest)] : null,
        Work = WorkReport.Of(outcome.Result.History),
        Steps = outcome.Job.Neurons is { } neurons ? [.. outcome.Result.History.Select(step => StepReport.Of(step, neurons))] : null,
        Options = TrainReportOptions.Of(outcome),
        Choice = outcome.Choice is { } choice ? ChoiceReport.Of(choice) : null,
    };
}
