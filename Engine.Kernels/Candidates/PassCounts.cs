namespace Engine.Kernels;

/// <summary>What one pass over the neurons did, in pairs (neuron, sample) and in neurons.</summary>
internal struct PassCounts
{
    /// <summary>Pairs with z &gt; b.</summary>
    public long Fires;

    /// <summary>Pairs on the candidate lists.</summary>
    public long Candidates;

    /// <summary>Pairs that fire now and did not at the step's base point, or the other way round.</summary>
    public long Flips;

    /// <summary>Neurons whose whole row of scores was computed again (n d multiplications each).</summary>
    public long Refreshes;

    /// <summary>Neurons whose list was chosen again from their cold list.</summary>
    public long ColdRefreshes;

    /// <summary>Pairs whose score was computed.</summary>
    public long Scored;

    /// <summary>Neurons looked at one by one; 0 where the pass looks at all.</summary>
    public long Visited;

    /// <summary>Adds the counts of another shard.</summary>
    public void Add(in PassCounts other)
    {
        Fires += other.Fires;
        Candidates += other.Candidates;
        Flips += other.Flips;
        Refreshes += other.Refreshes;
        ColdRefreshes += other.ColdRefreshes;
        Scored += other.Scored;
        Visited += other.Visited;
    }
}
