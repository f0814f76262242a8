using Engine.Indexing;

namespace Engine.Tests.Training;

/// <summary>An index that writes down which neurons it is told of.</summary>
internal sealed class RecordingIndex(IFireSetIndex inner) : IFireSetIndex
{
    /// <summary>Neurons updated since the list was cleared, in order.</summary>
    internal List<int> Updated { get; } = [];

    public FireSetSide Side => inner.Side;

    public int NeuronCount => inner.NeuronCount;

    public int SampleCount => inner.SampleCount;

    public IndexWork Init(int dimension, ReadOnlySpan<float> weights, ReadOnlySpan<float> samples) => inner.Init(dimension, weights, samples);

    public IndexWork Query(int first, int count, float threshold, ThresholdHits hits) => inner.Query(first, count, threshold, hits);

    public IndexWork Update(int neuron, ReadOnlySpan<float> weights)
    {
        Updated.Add(neuron);
        return inner.Update(neuron, weights);
    }
}
