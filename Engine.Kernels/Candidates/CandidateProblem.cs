using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>What every pass reads and none writes: the samples, the weights at the start of training, the wiring and the threshold.</summary>
internal sealed unsafe class CandidateProblem
{
    /// <summary>X.</summary>
    public required PackedRows Samples { get; init; }

    /// <summary>X X^T when the passes work in dual form; null for primal form.</summary>
    public required KernelMatrix? Kernel { get; init; }

    /// <summary>W(0). Training never writes it: w_r = w_r(0) + sum_i c_ri x_i.</summary>
    public required WeightRows Rows { get; init; }

    /// <summary>W(0) where it is stored.</summary>
    public NativeBuffer<float> Weights => ((StoredRows)Rows).Weights;

    /// <summary>a: (m) when wiring is grouped, (m, K) when it is dense.</summary>
    public required NativeBuffer<float> Signs { get; init; }

    /// <summary>m.</summary>
    public required int Width { get; init; }

    /// <summary>K.</summary>
    public required int Outputs { get; init; }

    /// <summary>Whether every neuron feeds one output: neurons [k m / K, (k+1) m / K) feed output k.</summary>
    public required bool Grouped { get; init; }

    /// <summary>b; neuron r fires on sample i iff z &gt; b.</summary>
    public required float Shift { get; init; }

    /// <summary>A pair is a candidate when z &gt; b - Band at the time its neuron's list is chosen.</summary>
    public required float Band { get; init; }

    /// <summary>A pair is on the cold list when z &gt; b - ColdBand at the time that was chosen; 0 keeps no cold lists.</summary>
    public float ColdBand { get; init; }

    /// <summary>Whether steps shrink the displacement of silent pairs too (ridge), so that step lanes must be kept.</summary>
    public required bool Regularised { get; init; }

    /// <summary>What the sum over an output's neurons is multiplied by: one over the root of the number that feed it.</summary>
    public required double OutputScale { get; init; }

    /// <summary>Signs of neuron r, one per output of its shard.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Sign(int neuron) => Signs.Pointer + (Grouped ? neuron : (long)neuron * Outputs);

    /// <summary>w_r(0) where it is stored.</summary>
    public float* Weight(int neuron) => Weights.Pointer + (long)neuron * Samples.Dimension;

    /// <summary>The path length a freshly chosen list starts with: what rounding alone may have moved a score by.</summary>
    /// <param name="weightNorm">|w_r| when the list is chosen.</param>
    /// <param name="size">sum_i |c_ri| then.</param>
    /// <param name="entries">At least the number of coefficients.</param>
    /// <remarks>
    /// A computed score differs from &lt;w, x&gt; by at most gamma_d |w| |x|, and w_r formed from p coefficients from the exact one by
    /// gamma_p (|w_r| + sum |c|) (Higham, Accuracy and Stability, section 3.1). The row that chose the list has that error, a later row would
    /// have it too: twice both, for a norm that grows by at most the band in between. Four further units cover rows whose norm is one
    /// only up to rounding, and this bound's own.
    /// </remarks>
    public float RoundingSlack(float weightNorm, float size, int entries)
    {
        float slack = 2 * Gamma(Samples.Dimension + 4) * (weightNorm + Band);
        return size == 0 ? slack : slack + 2 * Gamma(entries + 4) * (weightNorm + size + Band);
    }

    private static float Gamma(int terms) => terms * UnitRoundoff / (1 - terms * UnitRoundoff);

    /// <summary>u of fp32, 2^-24.</summary>
    public const float UnitRoundoff = 5.9604644775390625e-8f;
}
