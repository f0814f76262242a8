namespace Engine.Kernels;

/// <summary>Where one neuron's candidate groups lie in its shard's arena, and how far the neuron has moved since they were chosen.</summary>
internal struct NeuronSlot
{
    /// <summary>First group.</summary>
    public int Start;

    /// <summary>Candidates; the groups in use are Count / 16, rounded up.</summary>
    public int Count;

    /// <summary>Groups reserved.</summary>
    public int Capacity;

    /// <summary>Path length of w_r since the list was chosen: an upper bound on |z - z_ref| for every unit sample.</summary>
    public float Moved;

    /// <summary>Groups in use.</summary>
    public readonly int Groups => (Count + Lanes.Width - 1) / Lanes.Width;
}
