namespace Engine.Indexing;

/// <summary>Which neurons fire on which samples while the weights of neurons change one by one: what a training loop asks.</summary>
/// <remarks>
/// Exact: the pairs (r, i) with &lt;w_r, x_i&gt; &gt; tau in canonical fp32 (<see cref="IThresholdIndex"/>), so all implementations report the same
/// bipartite set. One thread at a time.
/// </remarks>
public interface IFireSetIndex
{
    /// <summary>Whose sets <see cref="Query"/> reports.</summary>
    FireSetSide Side { get; }

    /// <summary>m.</summary>
    int NeuronCount { get; }

    /// <summary>n.</summary>
    int SampleCount { get; }

    /// <summary>Starts, or starts again, from these neurons and samples.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="weights">Shape (m, d), row-major, finite. Copied where needed.</param>
    /// <param name="samples">Shape (n, d), row-major, finite. Copied.</param>
    /// <exception cref="ArgumentException">A shape is wrong or a number is not finite; the message says where.</exception>
    /// <exception cref="InsufficientMemoryException">The structure would be larger than its budget; the message states both. Nothing was allocated.</exception>
    IndexWork Init(int dimension, ReadOnlySpan<float> weights, ReadOnlySpan<float> samples);

    /// <summary>Reports the sets of consecutive samples or neurons (<see cref="Side"/>).</summary>
    /// <param name="first">First sample or neuron.</param>
    /// <param name="count">How many.</param>
    /// <param name="threshold">tau; the comparison is strict.</param>
    /// <param name="hits">Overwritten: a row of ascending ids for each.</param>
    IndexWork Query(int first, int count, float threshold, ThresholdHits hits);

    /// <summary>Neuron r has new weights.</summary>
    /// <param name="neuron">r.</param>
    /// <param name="weights">Shape (d), finite.</param>
    IndexWork Update(int neuron, ReadOnlySpan<float> weights);

    /// <summary>Several neurons have new weights; the same as one after the other.</summary>
    /// <param name="neurons">Numbers, each at most once.</param>
    /// <param name="weights">Shape (neurons.Length, d), row-major, finite.</param>
    /// <exception cref="ArgumentException">A shape is wrong or a number is not finite; the message says where.</exception>
    IndexWork Update(ReadOnlySpan<int> neurons, ReadOnlySpan<float> weights)
    {
        if (neurons.Length == 0) return default;
        if (weights.Length % neurons.Length != 0)
            throw new ArgumentException($"weights are a row for each neuron does not hold: length={weights.Length}, neurons={neurons.Length}.", nameof(weights));
        int dimension = weights.Length / neurons.Length;
        IndexWork work = default;
        for (int q = 0; q < neurons.Length; q++) work += Update(neurons[q], weights.Slice(q * dimension, dimension));
        return work;
    }
}
