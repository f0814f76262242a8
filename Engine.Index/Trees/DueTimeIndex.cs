namespace Engine.Indexing;

/// <summary>Which neurons may have changed: a tournament tree over due times, one for every range of neurons.</summary>
/// <remarks>
/// A due time says up to when, on a clock the caller keeps, nothing about a neuron can have changed. A query reports the neurons whose due time lies before the
/// clock, and visits at most <see cref="MaxTreeShape.VisitBound"/> nodes: what is not due costs nothing. The search structure that 2208.04508 and 2211.14227 keep
/// over all pairs is kept over neurons here, ordered by when they must be looked at. Different ranges may be used by different threads.
/// </remarks>
public sealed class DueTimeIndex
{
    // A block is four vectors, a group one.
    private const int LeafBlock = 64, FanOut = 16;

    // Setting leaves one by one costs more than building the tree again when more than one in so many has changed.
    private const int RebuildShare = 16;

    private readonly MaxTreeShape[] _shapes;
    private readonly float[][] _trees;

    /// <summary>All neurons are due at minus infinity: before any clock.</summary>
    /// <param name="ranges">Neurons of every range, each at least 0.</param>
    public DueTimeIndex(IReadOnlyList<int> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        _shapes = [.. ranges.Select(neurons => new MaxTreeShape(neurons, LeafBlock, FanOut))];
        _trees = [.. _shapes.Select(shape => new float[shape.Length])];
        for (int range = 0; range < _trees.Length; range++)
        {
            // Max-trees report what is above a threshold; due times are stored with the other sign.
            _trees[range].AsSpan(0, _shapes[range].Leaves).Fill(float.PositiveInfinity);
            MaxTree.Build(_shapes[range], _trees[range]);
        }
    }

    /// <summary>Bytes of all trees.</summary>
    public long Bytes => _trees.Sum(tree => (long)tree.Length * sizeof(float));

    /// <summary>The most nodes a query of a range visits that reports so many neurons.</summary>
    public long VisitBound(int range, long reported) => _shapes[range].VisitBound(reported);

    /// <summary>Reports the neurons of a range whose due time lies before the clock, in one row.</summary>
    /// <param name="range">The range.</param>
    /// <param name="clock">The time.</param>
    /// <param name="hits">Overwritten: numbers within the range, ascending.</param>
    public IndexWork Query(int range, float clock, ThresholdHits hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        hits.Begin();
        long visited = MaxTree.Query(_shapes[range], _trees[range], -clock, hits);
        hits.EndRow();
        return new IndexWork(NodesVisited: visited, Bytes: visited * sizeof(float));
    }

    /// <summary>Sets the due times of all neurons of a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="due">One time a neuron; not NaN.</param>
    /// <exception cref="ArgumentException">The number of times differs from the number of neurons, or a time is NaN; nothing is set.</exception>
    public IndexWork Replace(int range, ReadOnlySpan<float> due)
    {
        if (due.Length != _shapes[range].Leaves)
            throw new ArgumentException($"one due time a neuron does not hold: {due.Length} times, {_shapes[range].Leaves} neurons in range {range}.", nameof(due));
        RequireNumbers(due);
        for (int neuron = 0; neuron < due.Length; neuron++) _trees[range][neuron] = -due[neuron];
        return Rebuild(range);
    }

    /// <summary>Sets the due times of some neurons of a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="neurons">Numbers within the range.</param>
    /// <param name="due">One time each; not NaN.</param>
    /// <exception cref="ArgumentException">The number of times differs from the number of neurons, or a time is NaN; nothing is set.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A neuron does not lie in the range; nothing is set.</exception>
    public IndexWork Update(int range, ReadOnlySpan<int> neurons, ReadOnlySpan<float> due)
    {
        if (neurons.Length != due.Length) throw new ArgumentException($"one due time a neuron does not hold: {due.Length} times, {neurons.Length} neurons.", nameof(due));
        MaxTreeShape shape = _shapes[range];
        float[] tree = _trees[range];
        RequireNumbers(due);
        foreach (int neuron in neurons)
        {
            if ((uint)neuron >= (uint)shape.Leaves)
                throw new ArgumentOutOfRangeException(nameof(neurons), neuron, $"0 <= neuron < {shape.Leaves} does not hold in range {range}: neuron={neuron}.");
        }

        if (neurons.Length > shape.Leaves / RebuildShare)
        {
            for (int q = 0; q < neurons.Length; q++) tree[neurons[q]] = -due[q];
            return Rebuild(range);
        }

        long written = 0;
        for (int q = 0; q < neurons.Length; q++) written += MaxTree.Set(shape, tree, neurons[q], -due[q]);
        return new IndexWork(NodesVisited: written, Refreshes: neurons.Length, Bytes: written * sizeof(float));
    }

    private static void RequireNumbers(ReadOnlySpan<float> due)
    {
        for (int q = 0; q < due.Length; q++)
        {
            if (float.IsNaN(due[q])) throw new ArgumentException($"a due time is a number: due[{q}] is NaN.", nameof(due));
        }
    }

    private IndexWork Rebuild(int range)
    {
        MaxTree.Build(_shapes[range], _trees[range]);
        return new IndexWork(NodesVisited: _shapes[range].Length, Refreshes: _shapes[range].Leaves, Bytes: _shapes[range].Length * sizeof(float));
    }
}
