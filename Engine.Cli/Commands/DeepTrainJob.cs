namespace Engine.Cli;

/// <summary>Several wide hidden layers.</summary>
internal sealed class DeepTrainJob : ITrainJob
{
    private readonly TrainRequest _request;
    private readonly Dataset _train;
    private readonly DeepNetwork _network;
    private readonly DeepPlan _plan;

    /// <summary>Draws the weights and plans.</summary>
    public DeepTrainJob(Dataset train, DeepOptions options, TrainRequest request)
    {
        (_train, _request) = (train, request);
        _network = DeepNetwork.Create(train, options);
        _plan = DeepTrainer.Plan(_network, train, request.Training, request.Trained);
    }

    /// <inheritdoc/>
    public Network Network => _network;

    /// <inheritdoc/>
    public int? Neurons => null;

    /// <inheritdoc/>
    public StepTable Steps => StepTable.Deep;

    /// <inheritdoc/>
    public TrainingResult Fit(IProgress<StepMetrics>? progress, CancellationToken cancellation) =>
        DeepTrainer.Fit(_network, _train, _request.Training, _request.Trained, progress, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<FireStatistics>? Fired() => _network.FireStatistics(_train);

    /// <inheritdoc/>
    public void Save() => _network.Save(_request.Output);

    /// <inheritdoc/>
    public void WritePlan(ConsoleReport report)
    {
        report.Line("network", DeepText.Describe(_network));
        report.Line("plan", $"{MethodName.Of(_request.Training).Word}, {DeepText.Trained(_network, _plan)} ({_plan.FormReason.TrimEnd('.')}); "
            + (_plan.Coupled ? "one system for all outputs, by conjugate gradients" : "one system for each output, by Cholesky"));
        report.Line("memory", $"about {Figures.Bytes(_plan.TotalBytes)}: weights {Figures.Bytes(_plan.WeightBytes)}, samples and what fires {Figures.Bytes(_plan.SampleBytes)}, "
            + $"scores {Figures.Bytes(_plan.ScoreBytes)}, Gram system {Figures.Bytes(_plan.GramBytes)}");
        TimeEstimate time = TimeEstimate.Of(_plan, _request.Training.Threads);
        report.Line("time", $"roughly {Figures.Seconds(time.Preprocess)} to prepare ({Figures.Operations(2 * _plan.PreprocessMultiplications)}), "
            + $"then {Figures.Seconds(time.Step)} a step ({Figures.Operations(2 * _plan.StepMultiplications)}), at most {_plan.StepLimit:N0} steps");
    }

    /// <inheritdoc/>
    public TrainReportOptions Options(TrainReportOptions common) => common with
    {
        Width = _network.Widths[^1],
        Hidden = _network.Widths,
        Trained = WordOption<TrainedLayers>.Word(_request.Trained),
        Activation = WordOption<ShiftForm>.Word(_network.Form),
        Normalize = _network.NormalizeHidden,
        Shift = _network.Shifts[^1],
        FireFraction = DeepText.FireFraction(_network, _network.Depth - 1),
        Wiring = WordOption<OutputWiring>.Word(_network.Wiring),
        TargetLoss = _plan.TargetLoss,
        Steps = _plan.StepLimit,
        Form = _plan.Form,
    };

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
