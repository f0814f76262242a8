using Engine.Kernels;

namespace Engine.Tests.Deep;

/// <summary>Stacks and samples of small integers, on which every fp32 sum of the library is exact, and plain loops over them.</summary>
internal static class IntegerStack
{
    /// <summary>Layers without normalisation, gain 1, weights -1, 0 and 1.</summary>
    /// <param name="widths">Inputs, then units of the hidden layers.</param>
    /// <param name="outputs">K.</param>
    /// <param name="form">What a unit that fires passes on.</param>
    /// <param name="wiring">Which outputs a unit feeds.</param>
    /// <param name="bias">Whether layers have biases.</param>
    /// <param name="seed">Of the weights.</param>
    public static LayerStack Create(int[] widths, int outputs, ShiftForm form, OutputWiring wiring, bool bias, ulong seed)
    {
        var layers = new HiddenLayer[widths.Length - 1];
        for (int l = 0; l < layers.Length; l++)
        {
            layers[l] = new HiddenLayer
            {
                Weights = new UnitPanels(widths[l + 1], widths[l] + (bias ? 1 : 0)),
                Shift = 1,
                Form = form,
                Gain = 1,
                Normalised = false,
                HasBias = bias,
            };
            var random = new CounterRandom(seed, 60 + (uint)l);
            for (int r = 0; r < widths[l + 1]; r++)
            {
                for (int j = 0; j < layers[l].Weights.Inputs; j++) layers[l].Weights[r, j] = (int)(random.Bits((ulong)(r * layers[l].Weights.Inputs + j)) % 3) - 1;
            }
        }

        var readout = new Readout(widths[^1], outputs, wiring, scale: 1);
        new CounterRandom(seed, 59).FillSigns(readout.Values, 0);
        for (int k = 0; bias && k < outputs; k++) readout.Bias[k] = k + 1;
        return new LayerStack(layers, readout);
    }

    /// <summary>Samples of 0, 1 and 2, (n, d).</summary>
    public static float[] Rows(int count, int dimension, ulong seed)
    {
        var rows = new float[count * dimension];
        var random = new CounterRandom(seed, 58);
        for (int e = 0; e < rows.Length; e++) rows[e] = random.Bits((ulong)e) % 3;
        return rows;
    }
}
