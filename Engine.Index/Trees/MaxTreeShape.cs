namespace Engine.Indexing;

/// <summary>Where the nodes of a max-tree lie: leaves in blocks, one maximum a block, maxima in groups, one maximum a group, up to one root.</summary>
/// <remarks>
/// Level 0 holds the leaves, level l >= 1 the maxima; children of a node are contiguous. <see cref="LeafBlock"/> = <see cref="FanOut"/> = 2 is the binary tree of arXiv 2211.14227.
/// Wide nodes change constants only: a query looks at whole groups, the root alone first, so it visits at most
/// 1 + sum over l >= 1 of (children of a node of level l) * min(k, N_l) nodes for k reported leaves, N_l nodes on level l, since a level has at most min(k, N_l) maxima above the threshold.
/// With two children everywhere that is at most 2k(log2(P/k) + 2) + 1: N_l = P/2^l, and the levels with N_l below k add up to less than 2k.
/// With F children it is at most F k (log(P/k)/log F + 1 + F/(F-1)) + 1 for leaf blocks of F.
/// </remarks>
internal sealed class MaxTreeShape
{
    private readonly int[] _starts;
    private readonly int[] _nodes;

    /// <summary>The shape for some leaves.</summary>
    /// <param name="leaves">At least 0.</param>
    /// <param name="leafBlock">Leaves under one maximum, at least 2.</param>
    /// <param name="fanOut">Maxima under one maximum, at least 2.</param>
    public MaxTreeShape(int leaves, int leafBlock, int fanOut)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaves);
        ArgumentOutOfRangeException.ThrowIfLessThan(leafBlock, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanOut, 2);
        Leaves = leaves;
        LeafBlock = leafBlock;
        FanOut = fanOut;
        var starts = new List<int>();
        var nodes = new List<int>();
        long end = 0;
        long count = Math.Max(leaves, 1), group = leafBlock;
        while (true)
        {
            starts.Add((int)end);
            nodes.Add((int)count);
            if (count == 1 && nodes.Count > 1) break;
            long groups = (count + group - 1) / group;
            end += groups * group;
            if (end > Array.MaxLength) throw new ArgumentOutOfRangeException(nameof(leaves), leaves, $"a tree has at most {Array.MaxLength} nodes.");
            (count, group) = (groups, fanOut);
        }

        Length = end + 1;
        _starts = [.. starts];
        _nodes = [.. nodes];
    }

    /// <summary>Leaves, without padding.</summary>
    public int Leaves { get; }

    /// <summary>Leaves under one maximum.</summary>
    public int LeafBlock { get; }

    /// <summary>Maxima under one maximum.</summary>
    public int FanOut { get; }

    /// <summary>The level of the root, at least 1.</summary>
    public int Root => _nodes.Length - 1;

    /// <summary>Floats of a tree, with padding.</summary>
    public long Length { get; }

    /// <summary>Where a level begins.</summary>
    public int Start(int level) => _starts[level];

    /// <summary>Nodes of a level, without padding.</summary>
    public int Nodes(int level) => _nodes[level];

    /// <summary>Children of a node of a level.</summary>
    public int Children(int level) => level == 1 ? LeafBlock : FanOut;

    /// <summary>Most nodes a query visits that reports k leaves.</summary>
    public long VisitBound(long reported)
    {
        long bound = 1;
        for (int level = 1; level <= Root; level++) bound += Children(level) * Math.Min(reported, Nodes(level));
        return bound;
    }
}
