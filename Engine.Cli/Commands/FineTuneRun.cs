using System.Diagnostics;

namespace Engine.Cli;

/// <summary>One run of <c>engine finetune</c>: load, score, make sparse, score, adapt, score, write.</summary>
internal sealed class FineTuneRun(FineTuneRequest request, ConsoleStreams streams)
{
    // With --json, standard output belongs to the one object.
    private readonly TextWriter _log = request.Json ? streams.Error : streams.Out;

    /// <summary>Does it.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public int Execute(CancellationToken cancellation)
    {
        OutputFile.RequireWritable(request.Output);
        OutputFile.RequireOther(request.Output, request.Model, request.Data.Path, request.Data.LabelsPath);
        Dataset data = request.Data.Read(task: null);
        DatasetSplit split = data.Split(request.TestFraction, request.Options.Seed);
        using FineTuner tuner = FineTuner.Load(request.Model, data, request.Options);
        var report = new ConsoleReport(_log);
        Evaluation dense = tuner.Model.Evaluate(split.Test);
        FireStatistics[] before = [.. tuner.Model.FireStatistics(split.Train)];
        long start = Stopwatch.GetTimestamp();
        FireStatistics[] fired = [.. tuner.Sparsify(split.Train)];
        double sparsifying = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Evaluation sparse = tuner.Model.Evaluate(split.Test);
        if (!request.Quiet) Write(report, data, split, tuner, dense, sparse, before, fired);
        start = Stopwatch.GetTimestamp();
        TrainingResult result = StepDisplay.Run(
            request.Quiet ? null : _log, redraw: streams.OutIsTerminal && !request.Json, StepTable.Deep, progress => tuner.Adapt(split.Train, progress, cancellation), cancellation);
        double seconds = sparsifying + Stopwatch.GetElapsedTime(start).TotalSeconds;
        bool complete = result.Status is not (TrainingStatus.Cancelled or TrainingStatus.SolverFailed);
        LowRankDelta? delta = request.Export == FineTuneExport.Delta ? tuner.Delta(request.Rank) : null;
        bool written = complete || result.Steps > 0;
        if (written && delta is not null) tuner.SaveDelta(request.Output, delta, cancellation: default);
        else if (written) tuner.Model.Save(request.Output, CancellationToken.None);
        Evaluation after = tuner.Model.Evaluate(split.Test);
        DenseComparison? comparison = request.Compare && complete ? tuner.CompareDense(split.Train, split.Test, cancellation: cancellation) : null;
        var outcome = new FineTuneReport
        {
            Status = result.Status.ToString(),
            Message = result.Message,
            Layer = tuner.LayerNumber,
            DenseAccuracy = FineTuneReport.Score(dense),
            SparseAccuracy = FineTuneReport.Score(sparse),
            Accuracy = FineTuneReport.Score(after),
            DenseTuned = comparison is null ? null : FineTuneReport.Score(comparison.Test),
            DenseSeconds = comparison?.Seconds,
            Fired = [.. fired.Select(layer => layer.Mean / layer.Units)],
            Iterations = result.Steps,
            Seconds = seconds,
            Samples = split.Train.Count,
            TestSamples = split.Test.Count,
            Rank = delta?.Rank,
            Model = written ? request.Output : null,
        };
        if (request.Json) JsonOutput.Write(streams.Out, outcome, ReportJson.Default.FineTuneReport);
        else WriteOutcome(new ConsoleReport(streams.Out), outcome, after, tuner.Model.Evaluate(split.Train), comparison, delta);
        return complete ? ExitCode.Success : ExitCode.Incomplete;
    }

    private void Write(ConsoleReport report, Dataset data, DatasetSplit split, FineTuner tuner, Evaluation dense, Evaluation sparse, FireStatistics[] before, FireStatistics[] fired)
    {
        report.Line("model", $"{request.Model}: hidden layers of {string.Join(", ", tuner.Model.Widths.Select(width => $"{width:N0}"))} units, {tuner.Model.Outputs} outputs");
        report.Line("data", $"{data.Source}: {split.Train.Count:N0} rows to adapt to, {split.Test.Count:N0} held out (seed {request.Options.Seed})");
        report.Line("layer", $"{tuner.LayerNumber} is adapted and made sparse: units fire, layer by layer, on "
            + $"{string.Join(", ", before.Select(layer => Figures.Percent(layer.Mean / layer.Units)))} of the samples before, {string.Join(", ", fired.Select(layer => Figures.Percent(layer.Mean / layer.Units)))} after");
        report.Line("dense", $"{EvaluationText.Of(dense)}, as loaded");
        report.Line("sparse", $"{EvaluationText.Of(sparse)}, before training");
        report.Gap();
    }

    private void WriteOutcome(ConsoleReport report, FineTuneReport outcome, Evaluation test, Evaluation train, DenseComparison? comparison, LowRankDelta? delta)
    {
        if (!request.Quiet) report.Gap();
        report.Line("ended", outcome.Message);
        report.Line("test", $"{EvaluationText.Of(test)}, after adaptation in {Figures.Seconds(outcome.Seconds)}");
        report.Line("train", EvaluationText.Of(train));
        if (comparison is not null)
            report.Line("compare", $"{EvaluationText.Of(comparison.Test)}, the same layer trained densely by Adam, {comparison.Epochs} epochs in {Figures.Seconds(comparison.Seconds)}");
        if (delta is not null) report.Line("delta", $"rank {delta.Rank}, relative error {delta.RelativeError:0.##e+00}");
        report.Line("written", outcome.Model is { } path ? $"{path} ({Figures.Bytes(new FileInfo(path).Length)})" : "nothing: no step was completed");
    }
}
