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
    public int Width { get; init; }
    public IReadOnlyList<int>? Hidden { get; init; }
    public string? Trained { get; init; }
    public string? Activation { get; init; }
    public bool? Normalize { get; init; }
    public required ulong Seed { get; init; }
    public double Shift { get; init; }
    public double FireFraction { get; init; }
    public string Wiring { get; init; } = "";
    public string? Weights { get; init; }
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
    public double TargetLoss { get; init; }
    public int Steps { get; init; }
    public required double Ridge { get; init; }
    public required double Damping { get; init; }
    public string Form { get; init; } = "";
    public float Band { get; init; }
    public required int Threads { get; init; }
    public required bool Compact { get; init; }

    /// <summary>The options behind an outcome.</summary>
    public static TrainReportOptions Of(TrainOutcome outcome)
    {
        (TrainRequest request, Network network) = (outcome.Request, outcome.Network);
        CsvTable? table = request.Data.Format == DataFormat.Csv ? request.Data.Table : null;
        return outcome.Job.Options(new TrainReportOptions
        {
            Data = request.Data.Path,
            Label = table?.Label,
            Header = table?.HasHeader,
            Delimiter = table?.Delimiter,
            Labels = request.Data.LabelsPath,
            Task = WordOption<TaskKind>.Word(network.Task),
            Format = WordOption<DataFormat>.Word(request.Data.Format),
            Test = request.TestFraction,
            Seed = network.Seed,
            Scaling = WordOption<Scaling>.Word(request.Network.Transform.Scaling),
            Constant = network.Transform.AppendedConstant,
            Loss = WordOption<LossKind>.Word(request.Training.Loss),
            HuberDelta = request.Training.HuberDelta,
            SampleWeights = table?.Weights,
            ClassWeights = request.Training.ClassWeights is { } weights ? ClassWeightsText.Of(weights) : null,
            Validation = request.Training.Validation,
            Method = MethodName.Of(request.Training).Word,
            Ridge = outcome.Result.Ridge,
            Damping = request.Training.Damping,
            Threads = request.Training.Threads == 0 ? Environment.ProcessorCount : request.Training.Threads,
            Compact = request.Compact,
        });
    }
}
