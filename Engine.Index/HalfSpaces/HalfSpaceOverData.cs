namespace Engine.Indexing;

/// <summary>
/// Half-space reporting with samples as points and neurons as queries: the second algorithm of arXiv 2110.04622 ("preprocess the data"). The samples never change,
/// so the index is static; fire sets at one threshold are kept, in both orientations, and change with the neurons.
/// </summary>
/// <remarks>
/// Update: one query of the static index, O(n d) at worst, and O(log k) for every pair that flips. The paper's static structure of n^floor(d/2) memory is replaced by any exact index.
/// Memory m d + 12 bytes a fired pair.
/// </remarks>
internal sealed class HalfSpaceOverData : IFireSetIndex
{
    private readonly BuildIndex _create;
    private readonly float _threshold;
    private readonly ThresholdHits _hits = new();
    private IThresholdIndex? _index;
    private FireLists _sets = new(0, 0);
    private AlignedMemory<float> _weights = new(0);

    /// <summary>With an index of choice.</summary>
    /// <param name="create">Makes an exact index of samples (n, d).</param>
    /// <param name="threshold">b: the sets kept are those above it.</param>
    public HalfSpaceOverData(BuildIndex create, float threshold)
    {
        Inputs.Threshold(threshold);
        (_create, _threshold) = (create, threshold);
    }

    /// <inheritdoc/>
    public FireSetSide Side => FireSetSide.Neurons;

    /// <inheritdoc/>
    public int NeuronCount { get; private set; }

    /// <inheritdoc/>
    public int SampleCount => _index?.Count ?? 0;

    /// <inheritdoc/>
    public IndexWork Init(int dimension, ReadOnlySpan<float> weights, ReadOnlySpan<float> samples)
    {
        Inputs.Dimension(dimension);
        int neurons = Inputs.Rows(weights, dimension, nameof(weights));
        IThresholdIndex index = _create(dimension, samples);
        var sets = new FireLists(neurons, index.Count);
        IndexWork work = index.Report(weights, _threshold, _hits);
        for (int r = 0; r < neurons; r++) sets.Replace(r, _hits.Of(r));
        _weights = new AlignedMemory<float>(weights.Length);
        (_index, _sets, NeuronCount) = (index, sets, neurons);
        for (int r = 0; r < neurons; r++) weights.Slice(r * dimension, dimension).CopyTo(Weights(r));
        return work;
    }

    /// <inheritdoc/>
    /// <remarks>At the kept threshold the sets are only copied; at another one the static index is asked.</remarks>
    public IndexWork Query(int first, int count, float threshold, ThresholdHits hits)
    {
        IThresholdIndex index = _index ?? throw NotStarted.Error();
        Inputs.Threshold(threshold);
        Inputs.Range(first, count, NeuronCount);
        if (threshold != _threshold) return Ask(index, first, count, threshold, hits);
        hits.Begin();
        for (int r = first; r < first + count; r++) Append(_sets.OfNeuron(r), hits);
        return new IndexWork(Bytes: hits.Count * sizeof(int));
    }

    /// <summary>S_i at the kept threshold for consecutive samples, ids ascending. O(k log k) for k of them.</summary>
    public IndexWork QuerySamples(int first, int count, ThresholdHits hits)
    {
        Inputs.Range(first, count, SampleCount);
        hits.Begin();
        for (int i = first; i < first + count; i++)
        {
            Append(_sets.OfSample(i), hits);
            hits.LastRow().Sort();
        }

        return new IndexWork(Bytes: hits.Count * sizeof(int));
    }

    /// <inheritdoc/>
    public IndexWork Update(int neuron, ReadOnlySpan<float> weights) => Update([neuron], weights);

    /// <inheritdoc/>
    /// <remarks>The static index is asked once for all: a scan reads the samples once.</remarks>
    public IndexWork Update(ReadOnlySpan<int> neurons, ReadOnlySpan<float> weights)
    {
        IThresholdIndex index = _index ?? throw NotStarted.Error();
        foreach (int r in neurons) Inputs.Range(r, 1, NeuronCount);
        int rows = Inputs.Rows(weights, index.Dimension, nameof(weights));
        if (rows != neurons.Length) throw new ArgumentException($"weights are a row for each neuron does not hold: rows={rows}, neurons={neurons.Length}.", nameof(weights));
        IndexWork work = index.Report(weights, _threshold, _hits);
        int flips = 0;
        for (int q = 0; q < rows; q++)
        {
            weights.Slice(q * index.Dimension, index.Dimension).CopyTo(Weights(neurons[q]));
            flips += _sets.Replace(neurons[q], _hits.Of(q));
        }

        return work + new IndexWork(NodesVisited: flips, Refreshes: rows);
    }

    private static void Append(ReadOnlySpan<int> ids, ThresholdHits hits)
    {
        ids.CopyTo(hits.Reserve(ids.Length));
        hits.Advance(ids.Length);
        hits.EndRow();
    }

    private IndexWork Ask(IThresholdIndex index, int first, int count, float threshold, ThresholdHits hits)
    {
        ReadOnlySpan<float> queries = count == 0 ? default : Weights(first, count);
        return index.Report(queries, threshold, hits);
    }

    private unsafe Span<float> Weights(int first, int count = 1) =>
        new(_weights.Pointer + (long)first * _index!.Dimension, count * _index.Dimension);
}
