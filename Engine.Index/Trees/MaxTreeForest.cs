namespace Engine.Indexing;

/// <summary>Max-trees of one shape, one after the other.</summary>
internal sealed unsafe class MaxTreeForest
{
    private readonly AlignedMemory<float> _nodes;

    /// <summary>Allocates, after asking whether it fits.</summary>
    /// <param name="trees">How many.</param>
    /// <param name="shape">Of each.</param>
    /// <param name="budget">Most bytes.</param>
    /// <param name="owner">Who asks, for the message.</param>
    /// <exception cref="InsufficientMemoryException">They need more than the budget.</exception>
    public MaxTreeForest(int trees, MaxTreeShape shape, long budget, string owner)
    {
        double bytes = (double)trees * shape.Length * sizeof(float);
        if (bytes > budget)
        {
            throw new InsufficientMemoryException(
                $"{owner} stores all n m inner products: {trees} trees of {shape.Leaves} leaves need {bytes:F0} bytes, and the budget is {budget}.");
        }

        Count = trees;
        Shape = shape;
        _nodes = new AlignedMemory<float>(trees * shape.Length);
    }

    /// <summary>Trees.</summary>
    public int Count { get; }

    /// <summary>Of each tree.</summary>
    public MaxTreeShape Shape { get; }

    /// <summary>Bytes of all.</summary>
    public long Bytes => _nodes.Bytes;

    /// <summary>The nodes of one tree, leaves first. The caller keeps this object alive.</summary>
    public Span<float> Tree(int tree) => new(_nodes.Pointer + tree * Shape.Length, (int)Shape.Length);

    /// <summary>Queries consecutive trees, a row of hits each.</summary>
    public IndexWork Query(int first, int count, float threshold, ThresholdHits hits)
    {
        hits.Begin();
        long visited = 0;
        for (int tree = first; tree < first + count; tree++)
        {
            visited += MaxTree.Query(Shape, Tree(tree), threshold, hits);
            hits.EndRow();
        }

        GC.KeepAlive(this);
        return new IndexWork(NodesVisited: visited, Bytes: visited * sizeof(float));
    }
}
