using Engine.Indexing;
using Engine.Kernels;

namespace Engine;

/// <summary>Fire sets from an index that is told of every neuron that moved, and of no other.</summary>
/// <param name="index">Not started.</param>
/// <param name="samples">X, (n, d).</param>
/// <param name="dimension">d.</param>
/// <param name="threshold">b.</param>
internal sealed class IndexFinder(IFireSetIndex index, float[] samples, int dimension, float threshold) : IFireFinder
{
    /// <summary>Neurons the index is told of at once.</summary>
    public const int Together = 64;

    private readonly ThresholdHits _hits = new();
    private readonly float[] _rows = new float[Together * dimension];

    /// <inheritdoc/>
    public PassWork Start(ReadOnlySpan<float> weights, FiredRows sets)
    {
        IndexWork work = index.Init(dimension, weights, samples);
        if (index.Side == FireSetSide.Samples) return Work(work + AskSamples(sets), due: index.NeuronCount);
        work += index.Query(0, index.NeuronCount, threshold, _hits);
        sets.Begin(index.NeuronCount);
        for (int r = 0; r < index.NeuronCount; r++) sets.Append(_hits.Of(r));
        return Work(work, due: index.NeuronCount);
    }

    /// <inheritdoc/>
    public PassWork Move(ReadOnlySpan<float> weights, ReadOnlySpan<int> moved, FiredRows before, FiredRows sets)
    {
        IndexWork work = default;
        for (int first = 0; first < moved.Length; first += Together)
        {
            ReadOnlySpan<int> block = moved.Slice(first, Math.Min(Together, moved.Length - first));
            for (int q = 0; q < block.Length; q++) weights.Slice(block[q] * dimension, dimension).CopyTo(_rows.AsSpan(q * dimension));
            work += index.Update(block, _rows.AsSpan(0, block.Length * dimension));
        }

        return Work(work + (index.Side == FireSetSide.Samples ? AskSamples(sets) : AskMoved(moved, before, sets)), moved.Length);
    }

    private IndexWork AskSamples(FiredRows sets)
    {
        IndexWork work = index.Query(0, index.SampleCount, threshold, _hits);
        sets.Transpose(_hits.Offsets, _hits.Ids, index.NeuronCount);
        return work;
    }

    /// <summary>A neuron that has not moved fires where it did.</summary>
    private IndexWork AskMoved(ReadOnlySpan<int> moved, FiredRows before, FiredRows sets)
    {
        IndexWork work = default;
        sets.Begin(index.NeuronCount);
        int next = 0;
        for (int r = 0; r < index.NeuronCount; r++)
        {
            if (next == moved.Length || moved[next] != r)
            {
                sets.Append(before.Of(r));
                continue;
            }

            next++;
            work += index.Query(r, 1, threshold, _hits);
            sets.Append(_hits.Of(0));
        }

        return work;
    }

    private static PassWork Work(IndexWork work, int due) =>
        new(due, work.NodesVisited, work.InnerProducts, work.Screened, work.Rechecks, work.Bytes);
}
