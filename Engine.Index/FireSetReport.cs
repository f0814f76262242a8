namespace Engine.Indexing;

/// <summary>All fire sets of an index at one threshold.</summary>
/// <param name="Sets">Which neurons fire on which samples, in both orientations.</param>
/// <param name="Work">What finding them took.</param>
public sealed record FireSetReport(FireSets Sets, IndexWork Work)
{
    /// <summary>Asks an index for all its sets.</summary>
    /// <remarks>One query each sample or neuron, and O(m + n + fired pairs) to put them together.</remarks>
    public static FireSetReport Of(IFireSetIndex index, float threshold)
    {
        var hits = new ThresholdHits();
        bool byNeuron = index.Side == FireSetSide.Neurons;
        IndexWork work = index.Query(0, byNeuron ? index.NeuronCount : index.SampleCount, threshold, hits);
        return new FireSetReport(byNeuron ? new FireSets(index.SampleCount, hits.Offsets, hits.Ids) : Transposed(hits, index.NeuronCount), work);
    }

    private static FireSets Transposed(ThresholdHits bySample, int neurons)
    {
        var offsets = new long[neurons + 1];
        foreach (int r in bySample.Ids) offsets[r + 1]++;
        for (int r = 0; r < neurons; r++) offsets[r + 1] += offsets[r];
        var samples = new int[bySample.Count];
        long[] next = offsets[..neurons];
        for (int i = 0; i < bySample.Rows; i++)
        {
            foreach (int r in bySample.Of(i)) samples[next[r]++] = i;
        }

        return new FireSets(bySample.Rows, offsets, samples);
    }
}
