using System.Diagnostics;

namespace Engine.Cli;

/// <summary>What <c>train</c> tells a person, before and after.</summary>
internal static class TrainText
{
    /// <summary>What was read, and what is going to happen.</summary>
    public static void WritePlan(
        ConsoleReport report, TrainRequest request, Dataset data, DatasetSplit? split, AutomaticChoice? choice,
        WideNetwork network, TrainingPlan plan)
    {
        string targets = data.Task == TaskKind.Classification ? $"{data.ClassNames.Count} classes ({Figures.List(data.ClassNames)})" : "a number to predict";
        report.Line("data", $"{data.Source}: {data.Count:N0} rows, {data.Dimension:N0} features, {targets}");
        report.Line("split", split is null
            ? "none: trains on all rows, no test score"
            : $"{split.Train.Count:N0} rows to train on, {split.Test.Count:N0} held out (seed {request.Network.Seed})");
        if (choice is not null) ChoiceText.Write(report, choice);
        report.Line("features", network.Transform.Describe());
        report.Line("network", $"{network.Width:N0} neurons, {network.Outputs} {(network.Outputs == 1 ? "output" : "outputs")}, "
            + $"{WordOption<OutputWiring>.Word(network.Wiring)} wiring, shift {network.Shift:0.###}: "
            + $"{Figures.Percent(plan.FireFraction)} fire on a sample, seed {network.Seed}");
        MethodName method = MethodName.Of(request.Training);
        bool certified = method.Search == FireSearch.Certified;
        report.Line("plan", certified
            ? $"{method.Word}, {WordOption<UpdateForm>.Word(plan.Form)} form "
                + $"({plan.FormReason}); band {plan.Band:0.###}: {Figures.Percent(plan.CandidateFraction)} of all pairs are candidates"
                + (plan.ColdBand > 0 ? $"; cold band {plan.ColdBand:0.###}: {Figures.Percent(plan.ColdFraction)}" : "")
                + (plan.Certified ? "; looks only at neurons that may have changed, once that pays" : "")
            : $"{method.Word}: the steps of gradient-descent; {method.Meaning[(method.Meaning.IndexOf(';') + 2)..]}");
        report.Line("memory", $"about {Figures.Bytes(plan.TotalBytes)}: weights {Figures.Bytes(plan.WeightBytes)}, samples {Figures.Bytes(plan.SampleBytes)}, "
            + $"{(certified ? "candidate lists" : "weights' copy, search and fire sets")} {Figures.Bytes(plan.ListBytes)}, Gram system {Figures.Bytes(plan.GramBytes)}"
            + (plan.Certified ? $", certificates {Figures.Bytes(plan.CertificateBytes)}" : ""));
        TimeEstimate time = TimeEstimate.Of(plan, request.Training.Threads);
        report.Line("time", $"roughly {Figures.Seconds(time.Preprocess)} to prepare ({Figures.Operations(plan.PreprocessFlops)}), "
            + $"then {Figures.Seconds(time.Step)} a step ({Figures.Operations(plan.StepFlops)}), at most {plan.StepLimit:N0} steps");
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
        if (result.Ridge > 0) report.Line("ridge", $"{result.Ridge:G3}{(outcome.Request.Training.Ridge is null ? ", by cross-validation" : "")}");
        if (outcome.Choice?.Warning is { } warning) report.Line("warning", $"{warning}.");
        report.Line("took", $"{result.Steps} {(result.Steps == 1 ? "iteration" : "iterations")}, {Figures.Seconds(outcome.Seconds)}, "
            + $"peak memory {Figures.Bytes(Process.GetCurrentProcess().PeakWorkingSet64)}");
        report.Line("model", outcome.IsSaved
            ? $"{outcome.Request.Output} ({Figures.Bytes(new FileInfo(outcome.Request.Output).Length)})"
            : "not saved: there is nothing in it yet");
    }
}
