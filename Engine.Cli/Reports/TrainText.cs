using System.Diagnostics;

namespace Engine.Cli;

/// <summary>What <c>train</c> tells a person, before and after.</summary>
internal static class TrainText
{
    /// <summary>What was read, and what is going to happen.</summary>
    public static void WritePlan(
        ConsoleReport report, TrainRequest request, Dataset data, DatasetSplit? split, WideNetwork network, TrainingPlan plan)
    {
        string targets = data.Task == TaskKind.Classification ? $"{data.ClassNames.Count} classes ({Figures.List(data.ClassNames)})" : "a number to predict";
        report.Line("data", $"{data.Source}: {data.Count:N0} rows, {data.Dimension:N0} features, {targets}");
        report.Line("split", split is null
            ? "none: trains on all rows, no test score"
            : $"{split.Train.Count:N0} rows to train on, {split.Test.Count:N0} held out (seed {request.Network.Seed})");
        report.Line("features", network.Transform.Describe());
        report.Line("network", $"{network.Width:N0} neurons, {network.Outputs} {(network.Outputs == 1 ? "output" : "outputs")}, "
            + $"{WordOption<OutputWiring>.Word(network.Wiring)} wiring, shift {network.Shift:0.###}: "
            + $"{Figures.Percent(plan.FireFraction)} fire on a sample, seed {network.Seed}");
        MethodName method = MethodName.Of(request.Training);
        bool certified = method.Search == FireSearch.Certified;
        report.Line("plan", certified
            ? $"{Choice(method, plan)}, {WordOption<UpdateForm>.Word(plan.Form)} form "
                + $"({plan.FormReason}); band {plan.Band:0.###}: {Figures.Percent(plan.CandidateFraction)} of all pairs are candidates"
                + (plan.ColdBand > 0 ? $"; cold band {plan.ColdBand:0.###}: {Figures.Percent(plan.ColdFraction)}" : "")
                + (plan.Certified ? "; looks only at neurons that may have changed, once that pays" : "")
            : $"{method.Word}: the steps of {MethodName.Of(method.Method, FireSearch.Certified).Word}; {method.Meaning[(method.Meaning.IndexOf(';') + 2)..]}");
        if (request.Training.Loss != LossKind.Squared || request.Training.ClassWeights is not null || !data.Weights.IsEmpty)
        {
            report.Line("loss", WordOption<LossKind>.Word(request.Training.Loss)
                + (request.Training.ClassWeights is { } classes ? $", classes weighted {ClassWeightsText.Of(classes)}" : "")
                + (data.Weights.IsEmpty ? "" : $", rows weighted by {request.Data.Table.Weights}") + $"; ends at relative loss {plan.TargetLoss:G3}");
        }

        if (request.Training.Validation > 0)
            report.Line("validation", $"{(split?.Train ?? data).Count - plan.Samples:N0} of the rows to train on choose the step to keep");
        report.Line("memory", $"about {Figures.Bytes(plan.TotalBytes)}: {(network.Weights == WeightStorage.Stored ? "weights" : "coefficients (weights are not stored)")} {Figures.Bytes(plan.WeightBytes)}, samples {Figures.Bytes(plan.SampleBytes)}, "
            + $"{(certified ? "candidate lists" : "weights' copy, search and fire sets")} {Figures.Bytes(plan.ListBytes)}, {(plan.Method is TrainingMethod.NearLinear or TrainingMethod.Sublinear ? "sketch" : "Gram")} system {Figures.Bytes(plan.GramBytes)}"
            + (plan.Certified ? $", certificates {Figures.Bytes(plan.CertificateBytes)}" : ""));
        TimeEstimate time = TimeEstimate.Of(plan, request.Training.Threads);
        report.Line("time", $"roughly {Figures.Seconds(time.Preprocess)} to prepare ({Figures.Operations(plan.PreprocessFlops)}), "
            + $"then {Figures.Seconds(time.Step)} a step ({Figures.Operations(plan.StepFlops)}), at most {plan.StepLimit:N0} steps");
        report.Line("model", $"goes to {request.Output}");
        report.Gap();
    }

    /// <summary>What was asked for, what was chosen, and why.</summary>
    private static string Choice(MethodName asked, TrainingPlan plan)
    {
        string solver = plan.Method == TrainingMethod.GaussNewton ? $" by {WordOption<GramSolver>.Word(plan.Solver)}" : "";
        string reason = plan.MethodReason.Length > 0 ? $" ({plan.MethodReason})" : "";
        return (asked.Method == TrainingMethod.Auto ? $"{asked.Word}: {WordOption<TrainingMethod>.Word(plan.Method)}" : asked.Word) + solver + reason;
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
        report.Line("took", $"{result.Steps} {(result.Steps == 1 ? "iteration" : "iterations")}, {Figures.Seconds(outcome.Seconds)}, "
            + $"peak memory {Figures.Bytes(Process.GetCurrentProcess().PeakWorkingSet64)}");
        report.Line("model", outcome.IsSaved
            ? $"{outcome.Request.Output} ({Figures.Bytes(new FileInfo(outcome.Request.Output).Length)})"
            : "not saved: there is nothing in it yet");
    }
}
