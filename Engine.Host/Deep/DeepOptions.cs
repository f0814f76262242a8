namespace Engine;

/// <summary>Shape of a deep network. The defaults suit most data.</summary>
public sealed record DeepOptions
{
    private const double FewestFires = 600, LargestShare = 0.1;

    /// <summary>m_1 .. m_L: units of the hidden layers, bottom first; at least one layer, the last at least as wide as there are outputs. Default: two of 4096.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [4096, 4096];

    /// <summary>Seed of all weights and signs.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// b of every layer, in units of the pre-activation, which is standard normal at the start; in [0, 8]. Default (null): sqrt(0.4 ln w) (2112.07628), w the width of the
    /// layer, of the last layer the units that feed one output; or what <see cref="FireFraction"/> says. Layers below the last are given less where that would leave fewer than
    /// 600 units or a tenth of them firing on a sample, whichever is less: their activations are all the next layer knows of a sample (NOTES.md has the figures).
    /// </summary>
    public double? Shift { get; init; }

    /// <summary>The share of units that fire on a sample at the start, in [1e-6, 0.5]; an alternative to <see cref="Shift"/>.</summary>
    public double? FireFraction { get; init; }

    /// <summary>What a unit that fires passes on. Default: continuous.</summary>
    public ShiftForm Form { get; init; } = ShiftForm.Continuous;

    /// <summary>
    /// Whether what a hidden layer passes to the next one gets unit length. Default (null): yes. Without, the length of a row errs by a factor that grows with every layer, so
    /// that some inputs die and others explode (NOTES.md); the paper does without.
    /// </summary>
    public bool? NormalizeHidden { get; init; }

    /// <summary>Which outputs a unit of the last layer feeds. Default: one each.</summary>
    public OutputWiring Wiring { get; init; } = OutputWiring.Grouped;

    /// <summary>
    /// Standard deviation of an output over random weights before training; in (0, 10]. 1 is the paper's variance constant. Default: 0.1, because what the start adds to a
    /// prediction is noise that training cancels on the training samples only (NOTES.md has the figures).
    /// </summary>
    public double OutputDeviation { get; init; } = 0.1;

    /// <summary>How raw features become unit rows. Default: decided by the data, see <see cref="Scaling.Auto"/>.</summary>
    public TransformOptions Transform { get; init; } = new();

    /// <summary>Throws unless every setting is in range; all violations are reported together.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public void Validate()
    {
        var broken = new List<string>();
        ArgumentNullException.ThrowIfNull(Widths);
        if (Widths.Count is < 1 or > 64) broken.Add($"Widths must hold 1 to 64 layers, found {Widths.Count}");
        for (int l = 0; l < Widths.Count; l++)
        {
            if (Widths[l] < 1) broken.Add($"Widths[{l}] must be at least 1, found {Widths[l]}");
        }

        if (Shift is { } shift && !(shift is >= 0 and <= 8)) broken.Add($"Shift must lie in [0, 8], found {shift:R}");
        if (FireFraction is { } share && !(share is >= 1e-6 and <= 0.5)) broken.Add($"FireFraction must lie in [1e-6, 0.5], found {share:R}");
        if (Shift is not null && FireFraction is not null) broken.Add("Shift and FireFraction exclude each other, found both");
        if (!Enum.IsDefined(Form)) broken.Add($"Form must be a defined value, found {(int)Form}");
        if (!Enum.IsDefined(Wiring)) broken.Add($"Wiring must be a defined value, found {(int)Wiring}");
        if (!(OutputDeviation is > 0 and <= 10)) broken.Add($"OutputDeviation must lie in (0, 10], found {OutputDeviation:R}");
        ArgumentNullException.ThrowIfNull(Transform);
        if (broken.Count > 0) throw new ArgumentException(string.Join("; ", broken) + ".");
    }

    /// <summary>b of a layer.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="outputs">K.</param>
    internal float ShiftFor(int layer, int outputs)
    {
        if (FireFraction is { } share) return (float)NormalDistribution.UpperQuantile(share);
        double width = layer + 1 == Widths.Count && Wiring == OutputWiring.Grouped ? (double)Widths[layer] / outputs : Widths[layer];
        double usual = Math.Sqrt(0.4 * Math.Log(Math.Max(width, 1)));
        if (layer + 1 < Widths.Count) usual = Math.Min(usual, NormalDistribution.UpperQuantile(Math.Min(LargestShare, FewestFires / width)));
        return (float)(Shift ?? usual);
    }
}
