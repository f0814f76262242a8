namespace Engine.Cli;

/// <summary>The object of <c>inspect --json</c>.</summary>
internal sealed record InspectReport
{
    public required string Model { get; init; }
    public required long FileBytes { get; init; }
    public required string Storage { get; init; }
    public required int Width { get; init; }
    public IReadOnlyList<int>? Hidden { get; init; }
    public IReadOnlyList<double>? Shifts { get; init; }
    public string? Activation { get; init; }
    public bool? Normalize { get; init; }
    public required int InputDimension { get; init; }
    public required int Dimension { get; init; }
    public required int Outputs { get; init; }
    public required double Shift { get; init; }
    public required double FireFraction { get; init; }
    public required string Wiring { get; init; }
    public required ulong Seed { get; init; }
    public required string Task { get; init; }
    public IReadOnlyList<string>? Classes { get; init; }
    public double? TargetMean { get; init; }
    public double? TargetScale { get; init; }
    public required IReadOnlyList<string> Features { get; init; }
    public required string Transform { get; init; }
    public required double Constant { get; init; }
    public TrainingSummary? Training { get; init; }

    /// <summary>Describes a network and the file it was loaded from.</summary>
    public static InspectReport Of(Network network, string path)
    {
        bool classifies = network.Task == TaskKind.Classification;
        var wide = network as WideNetwork;
        var deep = network as DeepNetwork;
        return new InspectReport
        {
            Model = path,
            FileBytes = new FileInfo(path).Length,
            // Only a compact file gives a network its coefficients back.
            Storage = wide?.HasCoefficients == true ? "seed and coefficients" : "weights",
            Width = wide?.Width ?? deep!.Widths[^1],
            Hidden = deep?.Widths,
            Shifts = deep?.Shifts,
            Activation = deep is null ? null : WordOption<ShiftForm>.Word(deep.Form),
            Normalize = deep?.NormalizeHidden,
            InputDimension = network.InputDimension,
            Dimension = network.Transform.OutputDimension,
            Outputs = network.Outputs,
            Shift = wide?.Shift ?? deep!.Shifts[^1],
            FireFraction = wide?.FireFraction ?? deep!.FireFractions[^1],
            Wiring = WordOption<OutputWiring>.Word(wide?.Wiring ?? deep!.Wiring),
            Seed = network.Seed,
            Task = WordOption<TaskKind>.Word(network.Task),
            Classes = classifies ? network.ClassNames : null,
            TargetMean = classifies ? null : network.TargetMean,
            TargetScale = classifies ? null : network.TargetScale,
            Features = network.FeatureNames,
            Transform = network.Transform.Describe(),
            Constant = network.Transform.AppendedConstant,
            Training = network.Training,
        };
    }
}
