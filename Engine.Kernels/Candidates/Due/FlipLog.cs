using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>The pairs of one shard that changed side in a step, in the order they were found, with the fire set each change met.</summary>
/// <remarks>What is written with every change lies in cache lines of its own: the logs of neighbouring shards are written by different workers at the same time.</remarks>
internal sealed unsafe class FlipLog
{
    // Two lines on each side, as processors fetch them in pairs.
    private const int LineInts = 32;

    private readonly int* _used;
    private readonly int* _count;

    // Pinned, so that whoever reads them can ask for them in time; what is pinned never moves.
    private readonly int[] _lines = GC.AllocateArray<int>(2 * LineInts + 2, pinned: true);
    private short[] _ids = [];
    private Flip[] _flips = [];

    /// <summary>No changes.</summary>
    public FlipLog()
    {
        _used = (int*)Unsafe.AsPointer(ref _lines[LineInts]);
        _count = _used + 1;
    }

    /// <summary>The changes.</summary>
    public ReadOnlySpan<Flip> Flips => _flips.AsSpan(0, *_count);

    /// <summary>The samples of all changes; valid until room is reserved again.</summary>
    public short* Pointer { get; private set; }

    /// <summary>Room for the samples a neuron fires on besides the flipping one; what is used is told to <see cref="Add"/>.</summary>
    /// <param name="most">Most that will be written, whole vectors included.</param>
    public short* Reserve(int most)
    {
        int used = *_used;
        if (used + most > _ids.Length)
        {
            short[] ids = GC.AllocateUninitializedArray<short>(Math.Max(used + most, 2 * _ids.Length), pinned: true);
            _ids.AsSpan(0, used).CopyTo(ids);
            _ids = ids;
            Pointer = (short*)Unsafe.AsPointer(ref ids[0]);
        }

        return Pointer + used;
    }

    /// <summary>Adds a change.</summary>
    /// <param name="local">Neuron within the shard.</param>
    /// <param name="sample">i.</param>
    /// <param name="entered">Whether the pair fires now.</param>
    /// <param name="output">What the output of i gains by it, output scale included.</param>
    /// <param name="others">Number of samples written to <see cref="Reserve"/>.</param>
    public void Add(int local, int sample, bool entered, double output, int others)
    {
        int count = *_count;
        if (count == _flips.Length) Array.Resize(ref _flips, Math.Max(16, 2 * count));
        _flips[count] = new Flip(local, sample, entered, output, *_used, others);
        *_count = count + 1;
        *_used += others;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => (*_used, *_count) = (0, 0);
}
