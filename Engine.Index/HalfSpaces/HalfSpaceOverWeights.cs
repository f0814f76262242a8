namespace Engine.Indexing;

/// <summary>Half-space reporting with neurons as points and samples as queries: the first algorithm of arXiv 2110.04622 ("preprocess the weights").</summary>
/// <remarks>
/// A step costs what the dynamic index asks for n queries and for one update each neuron that moved. With a ball tree that is sublinear in m for d up to about 8 only;
/// the paper's m^(1-1/floor(d/2)) hides constants exponential in d.
/// </remarks>
internal sealed class HalfSpaceOverWeights : IFireSetIndex
{
    private readonly BuildDynamicIndex _create;
    private IDynamicThresholdIndex? _index;
    private float[] _samples = [];

    /// <summary>With an index of choice.</summary>
    /// <param name="create">Makes an exact index of neurons (m, d).</param>
    public HalfSpaceOverWeights(BuildDynamicIndex create) => _create = create;

    /// <inheritdoc/>
    public FireSetSide Side => FireSetSide.Samples;

    /// <inheritdoc/>
    public int NeuronCount => _index?.Count ?? 0;

    /// <inheritdoc/>
    public int SampleCount => _index is null ? 0 : _samples.Length / _index.Dimension;

    /// <inheritdoc/>
    public IndexWork Init(int dimension, ReadOnlySpan<float> weights, ReadOnlySpan<float> samples)
    {
        Inputs.Dimension(dimension);
        int neurons = Inputs.Rows(weights, dimension, nameof(weights));
        Inputs.Rows(samples, dimension, nameof(samples));
        (_index, _samples) = (_create(dimension, weights), samples.ToArray());
        return new IndexWork(Refreshes: neurons, Bytes: (long)weights.Length * sizeof(float));
    }

    /// <inheritdoc/>
    public IndexWork Query(int first, int count, float threshold, ThresholdHits hits)
    {
        IDynamicThresholdIndex index = _index ?? throw NotStarted.Error();
        Inputs.Range(first, count, SampleCount);
        return index.Report(_samples.AsSpan(first * index.Dimension, count * index.Dimension), threshold, hits);
    }

    /// <inheritdoc/>
    public IndexWork Update(int neuron, ReadOnlySpan<float> weights)
    {
        IDynamicThresholdIndex index = _index ?? throw NotStarted.Error();
        Inputs.Range(neuron, 1, NeuronCount);
        return index.Update(neuron, weights);
    }
}
