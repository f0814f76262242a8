using Engine.Kernels;

namespace Engine;

/// <summary>One hidden layer: z = W h, unit r fires iff z_r &gt; b and passes on g (z_r - b), or g z_r in the hard form; with normalisation the row is divided by its length instead.</summary>
/// <remarks>An input of constant 1 behind the real ones carries a bias, where a layer has one.</remarks>
internal sealed class HiddenLayer : IDisposable
{
    /// <summary>W, (m, p): p inputs, the constant included.</summary>
    public required UnitPanels Weights { get; init; }

    /// <summary>b.</summary>
    public required float Shift { get; set; }

    /// <summary>What a neuron passes on.</summary>
    public required ShiftForm Form { get; init; }

    /// <summary>g, what activations are multiplied by; not looked at with <see cref="Normalised"/>.</summary>
    public required float Gain { get; init; }

    /// <summary>Whether rows of activations get unit length.</summary>
    public required bool Normalised { get; init; }

    /// <summary>Whether the last input is the constant 1 that carries a bias.</summary>
    public required bool HasBias { get; init; }

    /// <summary>m.</summary>
    public int Units => Weights.Units;

    /// <summary>Inputs without the constant.</summary>
    public int RealInputs => HasBias ? Weights.Inputs - 1 : Weights.Inputs;

    /// <summary>Turns z of the units that fire into what they pass on.</summary>
    /// <param name="row">Ids and z of the units that fire; overwritten by activations.</param>
    /// <param name="sample">Row of <paramref name="row"/>.</param>
    /// <param name="constant">Whether the layer above takes a bias: the constant 1 is appended.</param>
    /// <returns>What activations were multiplied by: g, or one over their length; 0 when nothing fires.</returns>
    public float Activate(ActiveRows row, int sample, bool constant)
    {
        Span<float> values = row.Values(sample);
        if (Form == ShiftForm.Continuous)
        {
            foreach (ref float value in values) value -= Shift;
        }

        float scale = Gain;
        if (Normalised)
        {
            double square = 0;
            foreach (float value in values) square += (double)value * value;
            scale = square > 0 ? (float)(1 / Math.Sqrt(square)) : 0;
        }

        foreach (ref float value in values) value *= scale;
        if (constant) row.Append(sample, Units, 1);
        return scale;
    }

    /// <summary>Puts the shift of the continuous form into the biases, where there are any: the same function up to rounding.</summary>
    public void FoldShift()
    {
        if (!HasBias || Form != ShiftForm.Continuous || Shift == 0) return;
        for (int r = 0; r < Units; r++) Weights[r, RealInputs] -= Shift;
        Shift = 0;
    }

    /// <summary>The biases for a reader that knows plain ReLU only: beta, less b in the continuous form.</summary>
    public float[] PlainBias()
    {
        var bias = new float[Units];
        for (int r = 0; r < bias.Length; r++) bias[r] = (HasBias ? Weights[r, RealInputs] : 0) - (Form == ShiftForm.Continuous ? Shift : 0);
        return bias;
    }

    /// <summary>Takes what <see cref="PlainBias"/> gave.</summary>
    /// <exception cref="InputException">The layer has no biases, and the numbers are not those of its shift.</exception>
    public void SetPlainBias(string path, string name, float[] bias)
    {
        float back = Form == ShiftForm.Continuous ? Shift : 0;
        for (int r = 0; r < bias.Length; r++)
        {
            if (HasBias) Weights[r, RealInputs] = bias[r] + back;
            else if (bias[r] != -back) throw FormatError.At(path, $"{name}[{r}]", $"must be {-back}, as shift and form say", $"{bias[r]}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();
}
