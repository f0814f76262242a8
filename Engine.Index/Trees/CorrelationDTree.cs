namespace Engine.Indexing;

/// <summary>n max-trees, one per sample, over the scores of all m neurons: the threshold-search tree of arXiv 2208.04508 and 2211.14227.</summary>
/// <remarks>
/// Memory n m (1 + 1/64 + ...) floats; Init O(n m d). Query of a sample: at most <see cref="MaxTreeShape.VisitBound"/> nodes, O(k log(m/k)) for k reported.
/// Update of a neuron: n inner products and at most n (1 + levels) nodes written; maxima are followed upwards only while they change.
/// </remarks>
internal sealed class CorrelationDTree : IFireSetIndex
{
    // 16 neurons at a time are a cache line of every tree.
    private const int Together = 16;

    private readonly int _leafBlock, _fanOut;
    private readonly long _budget;
    private SampleScores? _scores;
    private MaxTreeForest? _trees;

    /// <summary>A tree with a shape and a limit.</summary>
    /// <param name="memoryBudget">Most bytes it may take.</param>
    /// <param name="leafBlock">Scores under one maximum.</param>
    /// <param name="fanOut">Maxima under one maximum.</param>
    public CorrelationDTree(long memoryBudget, int leafBlock = 64, int fanOut = 16) => (_budget, _leafBlock, _fanOut) = (memoryBudget, leafBlock, fanOut);

    /// <inheritdoc/>
    public FireSetSide Side => FireSetSide.Samples;

    /// <inheritdoc/>
    public int NeuronCount => _trees?.Shape.Leaves ?? 0;

    /// <inheritdoc/>
    public int SampleCount => _scores?.Count ?? 0;

    /// <summary>One per sample; for tests.</summary>
    internal MaxTreeForest Trees => _trees ?? throw NotStarted.Error();

    /// <inheritdoc/>
    public IndexWork Init(int dimension, ReadOnlySpan<float> weights, ReadOnlySpan<float> samples)
    {
        var scores = new SampleScores(dimension, samples);
        int neurons = Inputs.Rows(weights, dimension, nameof(weights));
        var trees = new MaxTreeForest(scores.Count, new MaxTreeShape(neurons, _leafBlock, _fanOut), _budget, nameof(CorrelationDTree));
        float[] block = new float[Together * scores.Count];
        for (int first = 0; first < neurons; first += Together)
        {
            int taken = Math.Min(Together, neurons - first);
            for (int j = 0; j < taken; j++)
            {
                ReadOnlySpan<float> z = scores.Of(weights.Slice((first + j) * dimension, dimension));
                for (int i = 0; i < z.Length; i++) block[i * Together + j] = z[i];
            }

            for (int i = 0; i < scores.Count; i++) block.AsSpan(i * Together, taken).CopyTo(trees.Tree(i)[first..]);
        }

        for (int i = 0; i < scores.Count; i++) MaxTree.Build(trees.Shape, trees.Tree(i));
        GC.KeepAlive(trees);
        (_scores, _trees) = (scores, trees);
        return new IndexWork(NodesVisited: trees.Count * trees.Shape.Length, InnerProducts: (long)neurons * scores.Count, Bytes: trees.Bytes);
    }

    /// <inheritdoc/>
    public IndexWork Query(int first, int count, float threshold, ThresholdHits hits)
    {
        Inputs.Threshold(threshold);
        Inputs.Range(first, count, SampleCount);
        return Trees.Query(first, count, threshold, hits);
    }

    /// <inheritdoc/>
    public IndexWork Update(int neuron, ReadOnlySpan<float> weights)
    {
        MaxTreeForest trees = Trees;
        Inputs.Range(neuron, 1, NeuronCount);
        Inputs.Point(weights, _scores!.Dimension);
        ReadOnlySpan<float> z = _scores.Of(weights);
        long written = 0;
        for (int i = 0; i < z.Length; i++) written += MaxTree.Set(trees.Shape, trees.Tree(i), neuron, z[i]);
        GC.KeepAlive(trees);
        return _scores.Work + new IndexWork(NodesVisited: written, Refreshes: 1, Bytes: written * sizeof(float));
    }
}
