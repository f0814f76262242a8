using Engine.Kernels;

namespace Engine;

/// <summary>A linear layer of a plain network: z = W h + beta.</summary>
/// <param name="units">m.</param>
/// <param name="inputs">p.</param>
internal sealed class DenseLayer(int units, int inputs) : IDisposable
{
    /// <summary>m.</summary>
    public int Units => units;

    /// <summary>p.</summary>
    public int Inputs => inputs;

    /// <summary>W, (m, p) row-major.</summary>
    public NativeBuffer<float> Weights { get; } = new((long)units * inputs);

    /// <summary>beta, (m).</summary>
    public float[] Bias { get; } = new float[units];

    /// <summary>A layer with weights N(0, 2 / p), beta = 0 (He et al. 2015).</summary>
    public static DenseLayer Draw(int units, int inputs, CounterRandom random)
    {
        var layer = new DenseLayer(units, inputs);
        float scale = MathF.Sqrt(2f / inputs);
        for (int r = 0; r < units; r++)
        {
            Span<float> row = layer.Weights.Slice((long)r * inputs, inputs);
            random.FillNormals(row, (ulong)r * (ulong)inputs);
            foreach (ref float weight in row) weight *= scale;
        }

        return layer;
    }

    /// <summary>A copy.</summary>
    public DenseLayer Copy()
    {
        var copy = new DenseLayer(units, inputs);
        for (int r = 0; r < units; r++) Weights.Slice((long)r * inputs, inputs).CopyTo(copy.Weights.Slice((long)r * inputs, inputs));
        Bias.CopyTo(copy.Bias, 0);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose() => Weights.Dispose();
}
