using Engine.Kernels;

namespace Engine;

/// <summary>f = s A h + c: from the last hidden layer to the outputs.</summary>
/// <param name="units">m.</param>
/// <param name="outputs">K.</param>
/// <param name="wiring">Which outputs a unit feeds.</param>
/// <param name="scale">s.</param>
internal sealed class Readout(int units, int outputs, OutputWiring wiring, double scale)
{
    /// <summary>m.</summary>
    public int Units => units;

    /// <summary>K.</summary>
    public int Outputs => outputs;

    /// <summary>Which outputs a unit feeds.</summary>
    public OutputWiring Wiring => wiring;

    /// <summary>s.</summary>
    public double Scale => scale;

    /// <summary>A: (m) when grouped, one number for the output a unit feeds; (m, K) when dense.</summary>
    public float[] Values { get; } = new float[wiring == OutputWiring.Grouped ? units : checked(units * outputs)];

    /// <summary>c, (K).</summary>
    public float[] Bias { get; } = new float[outputs];

    /// <summary>The units that feed output k: all of them when dense.</summary>
    public (int First, int End) UnitsOf(int k) => wiring == OutputWiring.Dense
        ? (0, units)
        : (NeuronRange.FirstOfOutput(k, units, outputs), NeuronRange.FirstOfOutput(k + 1, units, outputs));

    /// <summary>s A_kr.</summary>
    public double Weight(int k, int unit)
    {
        if (wiring == OutputWiring.Dense) return scale * Values[unit * outputs + k];
        (int first, int end) = UnitsOf(k);
        return unit >= first && unit < end ? scale * Values[unit] : 0;
    }

    /// <summary>f of one sample, added up in fp64 over ascending units.</summary>
    /// <param name="ids">Units that fire, ascending.</param>
    /// <param name="values">Their activations.</param>
    /// <param name="result">f_0, and further outputs <paramref name="stride"/> apart.</param>
    /// <param name="stride">Elements from one output to the next.</param>
    /// <param name="withBias">Whether c is added.</param>
    public void Apply(ReadOnlySpan<int> ids, ReadOnlySpan<float> values, Span<double> result, int stride, bool withBias = true)
    {
        for (int k = 0, e = 0; k < outputs; k++)
        {
            double sum = 0;
            if (wiring == OutputWiring.Grouped)
            {
                int end = NeuronRange.FirstOfOutput(k + 1, units, outputs);
                for (; e < ids.Length && ids[e] < end; e++) sum += (double)Values[ids[e]] * values[e];
            }
            else
            {
                for (int at = 0; at < ids.Length && ids[at] < units; at++) sum += (double)Values[ids[at] * outputs + k] * values[at];
            }

            result[k * stride] = scale * sum + (withBias ? Bias[k] : 0);
        }
    }

    /// <summary>What a combination of outputs says to the units: s sum_k y_k A_kr for every given unit.</summary>
    /// <param name="ids">Units, ascending.</param>
    /// <param name="y">y_0, and further outputs <paramref name="stride"/> apart.</param>
    /// <param name="stride">Elements from one output to the next.</param>
    /// <param name="result">One number for each unit.</param>
    public void Transpose(ReadOnlySpan<int> ids, ReadOnlySpan<float> y, int stride, Span<float> result)
    {
        for (int k = 0, e = 0; wiring == OutputWiring.Grouped && k < outputs; k++)
        {
            int end = NeuronRange.FirstOfOutput(k + 1, units, outputs);
            for (; e < result.Length && ids[e] < end; e++) result[e] = (float)(scale * Values[ids[e]] * y[k * stride]);
        }

        for (int e = 0; wiring == OutputWiring.Dense && e < result.Length; e++)
        {
            double sum = 0;
            for (int k = 0; k < outputs; k++) sum += (double)Values[ids[e] * outputs + k] * y[k * stride];
            result[e] = (float)(scale * sum);
        }
    }
}
