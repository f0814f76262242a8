namespace Engine.Cli;

/// <summary>One run of <c>engine train</c>: read, split, plan, train, score, save, report.</summary>
internal sealed class TrainRun(TrainRequest request, ConsoleStreams streams)
{
    // With --json, standard output belongs to the one object.
    private readonly TextWriter _log = request.Json ? streams.Error : streams.Out;

    /// <summary>Does it.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public int Execute(CancellationToken cancellation)
    {
        OutputFile.RequireWritable(request.Output);
        OutputFile.RequireOther(request.Output, request.Data.Path, request.Data.LabelsPath);
        Dataset data = request.Data.Read(request.Task);
        DatasetSplit? split = request.TestFraction > 0 ? data.Split(request.TestFraction, request.Network.Seed) : null;
        Dataset train = split?.Train ?? data;

        TimeProvider time = request.Training.Time;
        long start = time.GetTimestamp();
        AutomaticChoice? choice = Chooses(train) ? Choose(train, cancellation) : null;
        TrainRequest resolved = choice is null ? request : request with { Network = choice.Network, Training = choice.Training };
        using ITrainJob job = request.Deep is { } deep ? new DeepTrainJob(train, deep, resolved) : new WideTrainJob(train, resolved);
        Network network = job.Network;
        if (!request.Quiet) TrainText.WritePlan(new ConsoleReport(_log), resolved, data, split, choice, job);
        TrainingResult result = StepDisplay.Run(
            request.Quiet ? null : _log, redraw: streams.OutIsTerminal && !request.Json, job.Steps, progress => job.Fit(progress, cancellation), cancellation);
        double seconds = time.GetElapsedTime(start).TotalSeconds;

        bool complete = result.Status is not (TrainingStatus.Cancelled or TrainingStatus.SolverFailed);
        // A run that stopped before its first step has only random weights to show.
        bool usable = complete || result.Steps > 0;
        if (usable) job.Save();
        var outcome = new TrainOutcome(
            resolved, choice, job, result, seconds, train.Count, split?.Test.Count ?? 0,
            usable ? network.Evaluate(train) : null, usable && split is not null ? network.Evaluate(split.Test) : null,
            usable ? job.Fired() : null);
        if (request.Json) JsonOutput.Write(streams.Out, TrainReport.Of(outcome), ReportJson.Default.TrainReport);
        else TrainText.WriteOutcome(new ConsoleReport(streams.Out), outcome);
        return complete ? ExitCode.Success : ExitCode.Incomplete;
    }

    /// <summary>Whether the choice's model, squared loss on equal rows and one hidden layer, is that of the run.</summary>
    private bool Chooses(Dataset train) =>
        request.Choose && request.Deep is null && request.Training.Loss == LossKind.Squared && request.Training.ClassWeights is null && train.Weights.IsEmpty;

    /// <returns>Null when it was stopped: training then says so.</returns>
    private AutomaticChoice? Choose(Dataset train, CancellationToken cancellation)
    {
        try
        {
            return AutomaticChoice.For(train, request.Network, request.Training, cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
