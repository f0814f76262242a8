namespace Engine;

/// <summary>Settings of the adaptation of one layer of a pretrained network.</summary>
public sealed record FineTuningOptions
{
    /// <summary>The hidden layer to adapt, from 0. Default (null): the last one.</summary>
    public int? Layer { get; init; }

    /// <summary>Share of units that fire on a sample after the adapted layer has been given a shift, in (0, 1). Default: 0.05.</summary>
    public double FireFraction { get; init; } = 0.05;

    /// <summary>
    /// The same of the layer below, in (0, 1). Default (null): what fires there is left as it is. Its activations are inputs of the adapted layer, read once for their products with
    /// one another; a shift there makes predictions cheaper, and costs accuracy.
    /// </summary>
    public double? FireBelow { get; init; }

    /// <summary>What a unit with a shift passes on. Default: continuous, which any reader of plain ReLU layers can apply.</summary>
    public ShiftForm Form { get; init; } = ShiftForm.Continuous;

    /// <summary>The names of layers in the checkpoint.</summary>
    public CheckpointNames Names { get; init; } = new();

    /// <summary>Seed of the readout rows of new classes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Steps, target, damping, threads. Default: at most 10 steps, to relative loss 1e-3, with damping 1e-2: a pretrained layer is narrow, so that its rows of J are nearly dependent, and
    /// fitting the samples to the last digit would take long and help nobody.
    /// </summary>
    public TrainingOptions Training { get; init; } = new() { TargetLoss = 1e-3, StepLimit = 10, Damping = 1e-2 };

    /// <summary>Throws unless every setting is in range.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public void Validate()
    {
        var broken = new List<string>();
        if (Layer < 0) broken.Add($"Layer must be at least 0, found {Layer}");
        if (!(FireFraction is > 0 and < 1)) broken.Add($"FireFraction must lie in (0, 1), found {FireFraction:R}");
        if (FireBelow is { } below && !(below is > 0 and < 1)) broken.Add($"FireBelow must lie in (0, 1), found {below:R}");
        if (!Enum.IsDefined(Form)) broken.Add($"Form must be a defined value, found {(int)Form}");
        ArgumentNullException.ThrowIfNull(Names);
        ArgumentNullException.ThrowIfNull(Training);
        if (broken.Count > 0) throw new ArgumentException(string.Join("; ", broken) + ".");
        Training.Validate();
    }
}
