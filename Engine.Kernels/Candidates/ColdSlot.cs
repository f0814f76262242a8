namespace Engine.Kernels;

/// <summary>Where one neuron's cold list lies in its shard's cold arena, and how far the neuron has moved since it was chosen.</summary>
internal struct ColdSlot
{
    /// <summary>First group.</summary>
    public int Start;

    /// <summary>Pairs; the groups in use are Count / 16, rounded up.</summary>
    public int Count;

    /// <summary>Groups reserved.</summary>
    public int Capacity;

    /// <summary>Path length of w_r from the choice of the cold list to the last choice of the hot one.</summary>
    public float Moved;

    /// <summary>An upper bound on |w_r| when the cold list was chosen, plus the sum of |c| then: what its rounding errors are proportional to.</summary>
    public float Size;

    /// <summary>Coefficients the neuron had when the cold list was chosen: as many roundings are in its scores at W(0).</summary>
    public int Entries;

    /// <summary>Groups in use.</summary>
    public readonly int Groups => (Count + Lanes.Width - 1) / Lanes.Width;
}
