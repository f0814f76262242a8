namespace Engine;

/// <summary>Shape of a network. The defaults suit most data.</summary>
public sealed record NetworkOptions
{
    /// <summary>m, neurons in the hidden layer; at least the number of outputs. Default: 65,536.</summary>
    public int Width { get; init; } = 65_536;

    /// <summary>Seed of W(0) and of the signs a.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// b, in units of the pre-activation, which is standard normal at the start; in [0, 8]. 0 is plain ReLU. Default (null):
    /// sqrt(0.4 ln w), w the neurons that feed one output (2110.04622), or what <see cref="FireFraction"/> says.
    /// </summary>
    public double? Shift { get; init; }

    /// <summary>The share of neurons that fire on a sample at the start, in [1e-6, 0.5]; an alternative to <see cref="Shift"/>.</summary>
    public double? FireFraction { get; init; }

    /// <summary>Which outputs a neuron feeds. Default: one each.</summary>
    public OutputWiring Wiring { get; init; } = OutputWiring.Grouped;

    /// <summary>Where W is. Default: in memory; regenerated weights need none, and the certified search. Affects time and memory only.</summary>
    public WeightStorage Weights { get; init; } = WeightStorage.Stored;

    /// <summary>How raw features become unit rows. Default: decided by the data, see <see cref="Scaling.Auto"/>.</summary>
    public TransformOptions Transform { get; init; } = new();

    /// <summary>Throws unless every setting is in range; all violations are reported together.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public void Validate()
    {
        var broken = new List<string>();
        if (Width < 1) broken.Add($"Width must be at least 1, found {Width}");
        if (Shift is { } shift && !(shift is >= 0 and <= 8)) broken.Add($"Shift must lie in [0, 8], found {shift:R}");
        if (FireFraction is { } share && !(share is >= 1e-6 and <= 0.5)) broken.Add($"FireFraction must lie in [1e-6, 0.5], found {share:R}");
        if (Shift is not null && FireFraction is not null) broken.Add("Shift and FireFraction exclude each other, found both");
        if (!Enum.IsDefined(Wiring)) broken.Add($"Wiring must be a defined value, found {(int)Wiring}");
        if (!Enum.IsDefined(Weights)) broken.Add($"Weights must be a defined value, found {(int)Weights}");
        ArgumentNullException.ThrowIfNull(Transform);
        if (broken.Count > 0) throw new ArgumentException(string.Join("; ", broken) + ".");
    }

    /// <summary>b for a network of this shape.</summary>
    /// <param name="outputs">K.</param>
    internal float ShiftFor(int outputs)
    {
        if (FireFraction is { } share) return (float)NormalDistribution.UpperQuantile(share);
        return (float)(Shift ?? Math.Sqrt(0.4 * Math.Log(Math.Max(WidthOfOutput(outputs), 1))));
    }

    /// <summary>Neurons that feed one of K outputs.</summary>
    internal double WidthOfOutput(int outputs) => Wiring == OutputWiring.Grouped ? (double)Width / outputs : Width;
}
