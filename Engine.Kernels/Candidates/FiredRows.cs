using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The fire sets of one shard by neuron: the samples each neuron fires on, ids ascending, CSR.</summary>
internal sealed class FiredRows
{
    private int[] _offsets = [];
    private int[] _ids = [];

    /// <summary>Neurons.</summary>
    public int Count { get; private set; }

    /// <summary>Count + 1 offsets into <see cref="Ids"/>.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Count + 1);

    /// <summary>Sample ids.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _offsets[Count]);

    /// <summary>Reads the fire sets of the present point; memory is reused from call to call.</summary>
    public unsafe void Collect(CandidateShard shard, float shift) => Collect(shard, shift, marked: false);

    /// <summary>Reads the fire sets from the fired bits, where those are kept up to date and scores are not (<see cref="DuePass"/>).</summary>
    public unsafe void CollectMarked(CandidateShard shard) => Collect(shard, shift: 0, marked: true);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Collect(CandidateShard shard, float shift, bool marked)
    {
        Count = shard.Count;
        if (_offsets.Length < Count + 1) _offsets = new int[Count + 1];
        // Compress writes whole vectors: 16 ids of slack.
        long room = shard.Counts.Fires + Lanes.Width;
        if (_ids.Length < room) _ids = new int[checked((int)(room + room / 4))];
        Vector512<float> threshold = Vector512.Create(shift);
        int used = 0;
        fixed (int* ids = _ids)
        {
            for (int local = 0; local < Count; local++)
            {
                _offsets[local] = used;
                NeuronSlot slot = shard.Slots[local];
                for (int g = slot.Start; g < slot.Start + slot.Groups; g++)
                {
                    float* group = shard.Group(g);
                    Vector512<float> fired = marked ? LanePasses.Expand(*shard.Fired(g)) : Vector512.GreaterThan(Vector512.LoadAligned(group), threshold);
                    used += Lanes.Compress(Vector512.LoadAligned((int*)(group + CandidateShard.IdOffset)), fired, ids + used);
                }
            }
        }

        _offsets[Count] = used;
    }
}
