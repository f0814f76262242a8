namespace Engine.Indexing;

/// <summary>m max-trees, one per neuron, over the scores of all n samples (arXiv 2211.14227): the transpose of <see cref="CorrelationDTree"/>.</summary>
/// <remarks>
/// Memory n m (1 + 1/64 + ...) floats; Init O(n m d). Query of a neuron: at most <see cref="MaxTreeShape.VisitBound"/> nodes. Update of a neuron: n inner products, and its
/// own tree is built anew, O(n): no other tree is touched.
/// </remarks>
internal sealed class CorrelationWTree : IFireSetIndex
{
    private readonly int _leafBlock, _fanOut;
    private readonly long _budget;
    private SampleScores? _scores;
    private MaxTreeForest? _trees;

    /// <summary>A tree with a shape and a limit.</summary>
    /// <param name="memoryBudget">Most bytes it may take.</param>
    /// <param name="leafBlock">Scores under one maximum.</param>
    /// <param name="fanOut">Maxima under one maximum.</param>
    public CorrelationWTree(long memoryBudget, int leafBlock = 64, int fanOut = 16) => (_budget, _leafBlock, _fanOut) = (memoryBudget, leafBlock, fanOut);

    /// <inheritdoc/>
    public FireSetSide Side => FireSetSide.Neurons;

    /// <inheritdoc/>
    public int NeuronCount => _trees?.Count ?? 0;

    /// <inheritdoc/>
    public int SampleCount => _scores?.Count ?? 0;

    /// <summary>One per neuron; for tests.</summary>
    internal MaxTreeForest Trees => _trees ?? throw NotStarted.Error();

    /// <inheritdoc/>
    public IndexWork Init(int dimension, ReadOnlySpan<float> weights, ReadOnlySpan<float> samples)
    {
        var scores = new SampleScores(dimension, samples);
        int neurons = Inputs.Rows(weights, dimension, nameof(weights));
        var trees = new MaxTreeForest(neurons, new MaxTreeShape(scores.Count, _leafBlock, _fanOut), _budget, nameof(CorrelationWTree));
        for (int r = 0; r < neurons; r++) Plant(scores, trees, r, weights.Slice(r * dimension, dimension));
        (_scores, _trees) = (scores, trees);
        return new IndexWork(NodesVisited: trees.Count * trees.Shape.Length, InnerProducts: (long)neurons * scores.Count, Bytes: trees.Bytes);
    }

    /// <inheritdoc/>
    public IndexWork Query(int first, int count, float threshold, ThresholdHits hits)
    {
        Inputs.Threshold(threshold);
        Inputs.Range(first, count, NeuronCount);
        return Trees.Query(first, count, threshold, hits);
    }

    /// <inheritdoc/>
    public IndexWork Update(int neuron, ReadOnlySpan<float> weights)
    {
        MaxTreeForest trees = Trees;
        Inputs.Range(neuron, 1, NeuronCount);
        Inputs.Point(weights, _scores!.Dimension);
        Plant(_scores, trees, neuron, weights);
        return _scores.Work + new IndexWork(NodesVisited: trees.Shape.Length, Refreshes: 1, Bytes: trees.Shape.Length * sizeof(float));
    }

    private static void Plant(SampleScores scores, MaxTreeForest trees, int neuron, ReadOnlySpan<float> weights)
    {
        Span<float> tree = trees.Tree(neuron);
        scores.Of(weights).CopyTo(tree);
        MaxTree.Build(trees.Shape, tree);
        GC.KeepAlive(trees);
    }
}
