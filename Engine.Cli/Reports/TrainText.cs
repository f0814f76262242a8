using System.Diagnostics;

namespace Engine.Cli;

/// <summary>What <c>train</c> tells a person, before and after.</summary>
internal static class TrainText
{
    /// <summary>What was read, and what is going to happen.</summary>
    public static void WritePlan(
        ConsoleReport report, TrainRequest request, Dataset data, DatasetSplit? split, AutomaticChoice? choice, ITrainJob job)
    {
        string targets = data.Task == TaskKind.Classification ? $"{data.ClassNames.Count} classes ({Figures.List(data.ClassNames)})" : "a number to predict";
        report.Line("data", $"{data.Source}: {data.Count:N0} rows, {data.Dimension:N0} features, {targets}");
        report.Line("split", split is null
            ? "none: trains on all rows, no test score"
            : $"{split.Train.Count:N0} rows to train on, {split.Test.Count:N0} held out (seed {request.Network.Seed})");
        if (choice is not null) ChoiceText.Write(report, choice);
        report.Line("features", job.Network.Transform.Describe());
        job.WritePlan(report);
        report.Line("model", $"goes to {request.Output}");
        report.Gap();
    }

    /// <summary>How it ended.</summary>
    public static void WriteOutcome(ConsoleReport report, TrainOutcome outcome)
    {
        TrainingResult result = outcome.Result;
        if (!outcome.Request.Quiet) report.Gap();
        report.Line("ended", result.Message);
        if (outcome.Test is { } test) report.Line("test", EvaluationText.Of(test));
        if (outcome.Train is { } train) report.Line("train", $"{EvaluationText.Of(train)}, relative loss {result.RelativeLoss:0.##e+00}");
        if (outcome.Fired is { } fired) report.Line("fires", DeepText.Fires(fired));
        if (result.Ridge > 0) report.Line("ridge", $"{result.Ridge:G3}{(outcome.Request.Training.Ridge is null ? ", by cross-validation" : "")}");
        if (outcome.Choice?.Warning is { } warning) report.Line("warning", $"{warning}.");
        report.Line("took", $"{result.Steps} {(result.Steps == 1 ? "iteration" : "iterations")}, {Figures.Seconds(outcome.Seconds)}, "
            + $"peak memory {Figures.Bytes(Process.GetCurrentProcess().PeakWorkingSet64)}");
        report.Line("model", outcome.IsSaved
            ? $"{outcome.Request.Output} ({Figures.Bytes(new FileInfo(outcome.Request.Output).Length)})"
            : "not saved: there is nothing in it yet");
    }
}
