namespace Engine.Cli;

/// <summary>One wide hidden layer.</summary>
internal sealed class WideTrainJob : ITrainJob
{
    private readonly TrainRequest _request;
    private readonly Dataset _train;
    private readonly WideNetwork _network;
    private readonly TrainingPlan _plan;

    /// <summary>Draws the weights and plans.</summary>
    public WideTrainJob(Dataset train, TrainRequest request)
    {
        (_train, _request) = (train, request);
        _network = WideNetwork.Create(train, request.Network);
        _plan = Trainer.Plan(_network, train, request.Training);
    }

    /// <inheritdoc/>
    public Network Network => _network;

    /// <inheritdoc/>
    public int? Neurons => _plan.Method == TrainingMethod.GradientDescent ? null : _network.Width;

    /// <inheritdoc/>
    public StepTable Steps => new(_plan, _network.Width, _request.Training);

    /// <inheritdoc/>
    public TrainingResult Fit(IProgress<StepMetrics>? progress, CancellationToken cancellation) =>
        Trainer.Fit(_network, _train, _request.Training, progress, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<FireStatistics>? Fired() => null;

    /// <inheritdoc/>
    public void Save() => _network.Save(_request.Output, _request.Compact);

    /// <inheritdoc/>
    public void WritePlan(ConsoleReport report)
    {
        report.Line("network", $"{_network.Width:N0} neurons, {_network.Outputs} {(_network.Outputs == 1 ? "output" : "outputs")}, "
            + $"{WordOption<OutputWiring>.Word(_network.Wiring)} wiring, shift {_network.Shift:0.###}: "
            + $"{Figures.Percent(_plan.FireFraction)} fire on a sample, seed {_network.Seed}");
        MethodName method = MethodName.Of(_request.Training);
        bool certified = method.Search == FireSearch.Certified;
        report.Line("plan", certified
            ? $"{Choice(method)}, {WordOption<UpdateForm>.Word(_plan.Form)} form "
                + $"({_plan.FormReason}); band {_plan.Band:0.###}: {Figures.Percent(_plan.CandidateFraction)} of all pairs are candidates"
                + (_plan.ColdBand > 0 ? $"; cold band {_plan.ColdBand:0.###}: {Figures.Percent(_plan.ColdFraction)}" : "")
                + (_plan.Certified ? "; looks only at neurons that may have changed, once that pays" : "")
            : $"{method.Word}: the steps of {MethodName.Of(method.Method, FireSearch.Certified).Word}; {method.Meaning[(method.Meaning.IndexOf(';') + 2)..]}");
        TrainingOptions training = _request.Training;
        if (training.Loss != LossKind.Squared || training.ClassWeights is not null || !_train.Weights.IsEmpty)
        {
            report.Line("loss", WordOption<LossKind>.Word(training.Loss)
                + (training.ClassWeights is { } classes ? $", classes weighted {ClassWeightsText.Of(classes)}" : "")
                + (_train.Weights.IsEmpty ? "" : $", rows weighted by {_request.Data.Table.Weights}") + $"; ends at relative loss {_plan.TargetLoss:G3}");
        }

        if (training.Validation > 0) report.Line("validation", $"{_train.Count - _plan.Samples:N0} of the rows to train on choose the step to keep");
        report.Line("memory", $"about {Figures.Bytes(_plan.TotalBytes)}: {(_network.Weights == WeightStorage.Stored ? "weights" : "coefficients (weights are not stored)")} {Figures.Bytes(_plan.WeightBytes)}, samples {Figures.Bytes(_plan.SampleBytes)}, "
            + $"{(certified ? "candidate lists" : "weights' copy, search and fire sets")} {Figures.Bytes(_plan.ListBytes)}, {(_plan.Method is TrainingMethod.NearLinear or TrainingMethod.Sublinear ? "sketch" : "Gram")} system {Figures.Bytes(_plan.GramBytes)}"
            + (_plan.Certified ? $", certificates {Figures.Bytes(_plan.CertificateBytes)}" : ""));
        TimeEstimate time = TimeEstimate.Of(_plan, _request.Training.Threads);
        report.Line("time", $"roughly {Figures.Seconds(time.Preprocess)} to prepare ({Figures.Operations(_plan.PreprocessFlops)}), "
            + $"then {Figures.Seconds(time.Step)} a step ({Figures.Operations(_plan.StepFlops)}), at most {_plan.StepLimit:N0} steps");
    }

    /// <inheritdoc/>
    public TrainReportOptions Options(TrainReportOptions common) => common with
    {
        Width = _network.Width,
        Shift = _network.Shift,
        FireFraction = _plan.FireFraction,
        Wiring = WordOption<OutputWiring>.Word(_network.Wiring),
        Weights = WordOption<WeightStorage>.Word(_network.Weights),
        Method = MethodName.Of(_plan.Method, _request.Training.Search).Word,
        Solver = _plan.Method == TrainingMethod.GaussNewton ? WordOption<GramSolver>.Word(_plan.Solver) : null,
        MethodReason = _plan.MethodReason.Length > 0 ? _plan.MethodReason : null,
        Sketch = _plan.Method is TrainingMethod.NearLinear or TrainingMethod.Sublinear ? _request.Training.SketchFactor : null,
        TargetLoss = _plan.TargetLoss,
        Steps = _plan.StepLimit,
        Form = WordOption<UpdateForm>.Word(_plan.Form),
        Band = _plan.Band,
    };

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    /// <summary>What was asked for, what was chosen, and why.</summary>
    private string Choice(MethodName asked)
    {
        string solver = _plan.Method == TrainingMethod.GaussNewton ? $" by {WordOption<GramSolver>.Word(_plan.Solver)}" : "";
        string reason = _plan.MethodReason.Length > 0 ? $" ({_plan.MethodReason})" : "";
        return (asked.Method == TrainingMethod.Auto ? $"{asked.Word}: {WordOption<TrainingMethod>.Word(_plan.Method)}" : asked.Word) + solver + reason;
    }
}
