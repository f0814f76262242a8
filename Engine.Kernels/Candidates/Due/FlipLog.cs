namespace Engine.Kernels;

/// <summary>The pairs of one shard that changed side in a step, in the order they were found, with the fire set each change met.</summary>
internal sealed unsafe class FlipLog
{
    // Pinned, so that whoever reads them can ask for them in time.
    private short[] _ids = [];
    private int _used;

    /// <summary>The changes.</summary>
    public List<Flip> Flips { get; } = [];

    /// <summary>The samples of all changes; valid until room is reserved again.</summary>
    public short* Pointer { get; private set; }

    /// <summary>Room for the samples a neuron fires on besides the flipping one; what is used is told to <see cref="Add"/>.</summary>
    /// <param name="most">Most that will be written, whole vectors included.</param>
    public short* Reserve(int most)
    {
        if (_used + most > _ids.Length)
        {
            short[] ids = GC.AllocateUninitializedArray<short>(Math.Max(_used + most, 2 * _ids.Length), pinned: true);
            _ids.AsSpan(0, _used).CopyTo(ids);
            _ids = ids;
            Pointer = (short*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref ids[0]);
        }

        return Pointer + _used;
    }

    /// <summary>Adds a change.</summary>
    /// <param name="local">Neuron within the shard.</param>
    /// <param name="sample">i.</param>
    /// <param name="entered">Whether the pair fires now.</param>
    /// <param name="output">What the output of i gains by it, output scale included.</param>
    /// <param name="others">Number of samples written to <see cref="Reserve"/>.</param>
    public void Add(int local, int sample, bool entered, double output, int others)
    {
        Flips.Add(new Flip(local, sample, entered, output, _used, others));
        _used += others;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Flips.Clear();
        _used = 0;
    }
}
