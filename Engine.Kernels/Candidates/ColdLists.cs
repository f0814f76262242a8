using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>The cold lists of a shard: pairs within the wider band, with their scores at W(0). Only a neuron whose hot list is used up reads its own.</summary>
/// <remarks>
/// A group is 16 pairs in two cache lines: z0 = &lt;w_r(0), x_i&gt;, sample ids. Scores at W(0) never change; the present ones are z0 + sum_p c_rp &lt;x_p, x_i&gt;.
/// Unused lanes hold z0 = <see cref="CandidateShard.PadScore"/> and id 0. Ids ascend within a neuron.
/// </remarks>
internal sealed unsafe class ColdLists : IDisposable
{
    /// <summary>Floats per group.</summary>
    public const int GroupFloats = 32;

    /// <summary>Offset of the sample ids in a group.</summary>
    public const int IdOffset = 16;

    /// <summary>Bytes of a slot.</summary>
    public static int SlotBytes => sizeof(ColdSlot);

    private readonly int _count;
    private readonly NativeBuffer<ColdSlot> _slots;
    private NativeBuffer<float> _groups;
    private int _used;
    private int _garbage;

    /// <summary>No list is chosen yet.</summary>
    /// <param name="count">Neurons of the shard.</param>
    /// <param name="expectedGroups">Groups to make room for; too few only costs copies.</param>
    public ColdLists(int count, int expectedGroups)
    {
        _count = count;
        _slots = new NativeBuffer<ColdSlot>(count);
        _groups = new NativeBuffer<float>(Math.Max(expectedGroups, 16L) * GroupFloats);
        _groups.Touch(CandidateShard.ExpectedShare);
    }

    /// <summary>Lists that are used up: each is chosen when its neuron's hot list is chosen from a whole row of scores.</summary>
    /// <param name="count">Neurons of the shard.</param>
    /// <param name="arena">Memory to go on with; owned from now on.</param>
    public ColdLists(int count, NativeBuffer<float> arena)
    {
        _count = count;
        _slots = new NativeBuffer<ColdSlot>(count);
        _groups = arena;
        for (int local = 0; local < count; local++) Slots[local].Moved = float.PositiveInfinity;
    }

    /// <summary>One slot per neuron of the shard.</summary>
    public ColdSlot* Slots => _slots.Pointer;

    /// <summary>Bytes held.</summary>
    public long Bytes => _groups.Bytes + _slots.Bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Group(int group) => _groups.Pointer + (long)group * GroupFloats;

    /// <summary>Gives neuron <paramref name="local"/> room for <paramref name="count"/> pairs. Pointers into the lists become invalid.</summary>
    public void Reserve(int local, int count)
    {
        int needed = (count + Lanes.Width - 1) / Lanes.Width;
        if (needed > Slots[local].Capacity)
        {
            if ((long)(_used + needed) * GroupFloats > _groups.Length) MakeRoom(needed);
            ColdSlot* slot = Slots + local;
            _garbage += slot->Capacity;
            slot->Start = _used;
            slot->Capacity = needed;
            _used += needed;
        }

        Slots[local].Count = count;
    }

    /// <summary>Disposes all but the memory of the lists, which goes to the caller: fresh memory is dear.</summary>
    public NativeBuffer<float> Close()
    {
        _slots.Dispose();
        return _groups;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _groups.Dispose();
    }

    /// <summary>Moves the live groups together, or, where they need more room, copies them to a fresh arena in neuron order and leaves room for a third more of them.</summary>
    private void MakeRoom(int needed)
    {
        long inUse = _used - _garbage + needed;
        if (ArenaOrder.InPlace(inUse, _groups.Length / GroupFloats, _count, local => Slots[local].Start) is { } order)
        {
            MoveTo(_groups, order);
            return;
        }

        long capacity = inUse + inUse / 3 + 1;
        if (capacity > int.MaxValue) throw new OutOfMemoryException($"One shard would need {capacity} cold groups; at most {int.MaxValue} can be addressed.");
        var groups = new NativeBuffer<float>(capacity * GroupFloats);
        MoveTo(groups, order: null);
        _groups.Dispose();
        _groups = groups;
    }

    private void MoveTo(NativeBuffer<float> groups, int[]? order)
    {
        int next = 0;
        for (int q = 0; q < _count; q++)
        {
            ColdSlot* slot = Slots + (order?[q] ?? q);
            ArenaOrder.Move(Group(slot->Start), groups.Pointer, next, slot->Groups, GroupFloats);
            slot->Start = next;
            slot->Capacity = slot->Groups;
            next += slot->Groups;
        }

        (_used, _garbage) = (next, 0);
    }
}
