namespace Engine.Cli;

/// <summary>The options of a <c>train</c> run, with everything that was left to the program filled in.</summary>
internal sealed record TrainReportOptions
{
    public required string Data { get; init; }
    public string? Label { get; init; }
    public bool? Header { get; init; }
    public char? Delimiter { get; init; }
    public string? Labels { get; init; }
    public required string Task { get; init; }
    public required string Format { get; init; }
    public required double Test { get; init; }
    public required int Width { get; init; }
    public required ulong Seed { get; init; }
    public required double Shift { get; init; }
    public required double FireFraction { get; init; }
    public required string Wiring { get; init; }
    public required string Weights { get; init; }
    public required string Scaling { get; init; }
    public required double Constant { get; init; }
    public required string Loss { get; init; }
    public double? HuberDelta { get; init; }
    public string? SampleWeights { get; init; }
    public string? ClassWeights { get; init; }
    public required double Validation { get; init; }
    public required string Method { get; init; }
    public string? Solver { get; init; }
    public string? MethodReason { get; init; }
    public int? Sketch { get; init; }
    public required double TargetLoss { get; init; }
    public required int Steps { get; init; }
    public required double Ridge { get; init; }
    public required double Damping { get; init; }
    public required string Form { get; init; }
    public required float Band { get; init; }
    public required int Threads { get; init; }
    public required bool Compact { get; init; }

    /// <summary>The options behind an outcome.</summary>
    public static TrainReportOptions Of(TrainOutcome outcome)
    {
        (TrainRequest request, WideNetwork network, TrainingPlan plan) = (outcome.Request, outcome.Network, outcome.Plan);
        CsvTable? table = request.Data.Format == DataFormat.Csv ? request.Data.Table : null;
        return new TrainReportOptions
        {
            Data = request.Data.Path,
            Label = table?.Label,
            Header = table?.HasHeader,
            Delimiter = table?.Delimiter,
            Labels = request.Data.LabelsPath,
            Task = WordOption<TaskKind>.Word(network.Task),
            Format = WordOption<DataFormat>.Word(request.Data.Format),
            Test = request.TestFraction,
            Width = network.Width,
            Seed = network.Seed,
            Shift = network.Shift,
            FireFraction = plan.FireFraction,
            Wiring = WordOption<OutputWiring>.Word(network.Wiring),
            Weights = WordOption<WeightStorage>.Word(network.Weights),
            Scaling = WordOption<Scaling>.Word(request.Network.Transform.Scaling),
            Constant = network.Transform.AppendedConstant,
            Loss = WordOption<LossKind>.Word(request.Training.Loss),
            HuberDelta = request.Training.HuberDelta,
            SampleWeights = table?.Weights,
            ClassWeights = request.Training.ClassWeights is { } weights ? ClassWeightsText.Of(weights) : null,
            Validation = request.Training.Validation,
            Method = MethodName.Of(plan.Method, request.Training.Search).Word,
            Solver = plan.Method == TrainingMethod.GaussNewton ? WordOption<GramSolver>.Word(plan.Solver) : null,
            MethodReason = plan.MethodReason.Length > 0 ? plan.MethodReason : null,
            Sketch = plan.Method is TrainingMethod.NearLinear or TrainingMethod.Sublinear ? request.Training.SketchFactor : null,
            TargetLoss = plan.TargetLoss,
            Steps = plan.StepLimit,
            Ridge = outcome.Result.Ridge,
            Damping = request.Training.Damping,
            Form = WordOption<UpdateForm>.Word(plan.Form),
            Band = plan.Band,
            Threads = request.Training.Threads == 0 ? Environment.ProcessorCount : request.Training.Threads,
            Compact = request.Compact,
        };
    }
}
