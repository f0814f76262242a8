namespace Engine.Kernels;

/// <summary>
/// A trained matrix W (m x p) of a deep network, applied to n frozen sparse inputs h_i: z_i = W h_i. Implementations hold W and what was added to it in different
/// forms; all give the same z up to rounding, and the same bits for any number of threads.
/// </summary>
internal interface ITrainedMatrix : IDisposable
{
    /// <summary>m.</summary>
    int Units { get; }

    /// <summary>The inputs: n rows over p units. Not changed while this lives.</summary>
    ActiveRows Inputs { get; }

    /// <summary>K of the inputs, where the form has it; lives as long as this.</summary>
    InputGram? Kernel { get; }

    /// <summary>Multiplications since the beginning, by kind.</summary>
    LayerWork Work { get; }

    /// <summary>Finds every pair (i, r) with z_ir above the threshold, and z_ir.</summary>
    /// <param name="threshold">Strict.</param>
    /// <param name="above">n rows over m units; written anew.</param>
    void CollectAbove(float threshold, ActiveRows above);

    /// <summary>W += length * sum_i v_i h_i^T.</summary>
    /// <param name="v">n rows over m units.</param>
    /// <param name="length">Any sign: a line search takes a part of a step back so.</param>
    void Add(ActiveRows v, float length);

    /// <summary>Writes the present W, row-major (m, p).</summary>
    void Materialise(Span<float> weights);
}
