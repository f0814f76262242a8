using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Short records of a shard's neurons: all that a visit reads of a neuron whose lists need no attention.</summary>
/// <remarks>
/// A record is a row of 64-byte lines. First groups of 16 moving coefficients: sample ids, negative (one's complement) for samples the neuron no longer fires on, and pending
/// coefficients. Then groups of 16 near pairs: due paths, gains, sample ids (coded likewise), scores, lanes of the list. A moving coefficient has gone delta_j = pending_j - [r fires on j] a_r
/// travelled_j beyond the list's c since the list's scores were computed. A near pair keeps its side while path - gain * (first clock) is below its due path: the gain is by how much
/// slower than the neuron the pair approaches the threshold. Unused entries: id 0 with pending 0; due path <see cref="Never"/>.
/// </remarks>
internal sealed unsafe class DueRecords : IDisposable
{
    /// <summary>Lines of a group of moving coefficients.</summary>
    public const int ActiveLines = 2;

    /// <summary>Lines of a group of near pairs.</summary>
    public const int NearLines = 5;

    /// <summary>Offsets within a group, in floats.</summary>
    public const int PendingOffset = 16, GainOffset = 16, IdOffset = 32, ScoreOffset = 48, LaneOffset = 64;

    /// <summary>A due path no path reaches.</summary>
    public const float Never = 1e30f;

    private readonly int _count;
    private readonly NativeBuffer<DueSlot> _slots;
    private NativeBuffer<float> _lines;
    private int _used;
    private int _garbage;

    /// <summary>No record is written yet.</summary>
    /// <param name="count">Neurons of the shard.</param>
    /// <param name="expectedLines">Lines to make room for; too few only costs copies.</param>
    public DueRecords(int count, long expectedLines)
    {
        _count = count;
        _slots = new NativeBuffer<DueSlot>(count);
        _lines = new NativeBuffer<float>(Math.Max(16, expectedLines) * Lanes.Width);
    }

    /// <summary>One slot per neuron of the shard.</summary>
    public DueSlot* Slots => _slots.Pointer;

    /// <summary>Bytes held.</summary>
    public long Bytes => _slots.Bytes + _lines.Bytes;

    /// <summary>A group of moving coefficients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Active(in DueSlot slot, int group) => _lines.Pointer + ((long)slot.Start + group * ActiveLines) * Lanes.Width;

    /// <summary>A group of near pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Near(in DueSlot slot, int group) => _lines.Pointer + ((long)slot.Start + slot.ActiveRoom * ActiveLines + group * NearLines) * Lanes.Width;

    /// <summary>The samples that coded ids stand for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Ids(Vector512<int> coded) => coded ^ coded >> 31;

    /// <summary>All-ones lanes where coded ids say that the neuron fires.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fires(Vector512<int> coded) => Vector512.GreaterThanOrEqual(coded, Vector512<int>.Zero).AsSingle();

    /// <summary>Gives a neuron room, and takes what its record holds along. Pointers into records become invalid.</summary>
    public void Reserve(int local, int active, int near)
    {
        int activeGroups = (active + Lanes.Width - 1) / Lanes.Width, nearGroups = (near + Lanes.Width - 1) / Lanes.Width;
        DueSlot* slot = Slots + local;
        if (activeGroups <= slot->ActiveRoom && nearGroups <= slot->NearRoom) return;
        // Room for a few more: fire sets grow while neurons move.
        activeGroups = Math.Max(slot->ActiveRoom, (active + 6 + Lanes.Width - 1) / Lanes.Width);
        nearGroups = Math.Max(slot->NearRoom, nearGroups);
        int lines = activeGroups * ActiveLines + nearGroups * NearLines;
        if (((long)_used + lines) * Lanes.Width > _lines.Length) MakeRoom(lines);
        DueSlot old = *slot;
        (slot->Start, slot->ActiveRoom, slot->NearRoom) = (_used, activeGroups, nearGroups);
        NativeMemory.Copy(Active(old, 0), Active(*slot, 0), (nuint)(old.ActiveRoom * ActiveLines * Lanes.Width * sizeof(float)));
        NativeMemory.Copy(Near(old, 0), Near(*slot, 0), (nuint)(old.NearRoom * NearLines * Lanes.Width * sizeof(float)));
        _garbage += old.Lines;
        _used += lines;
    }

    /// <summary>Asks for the slot of a neuron that is looked at soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchSlot(int local)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Slots + local);
    }

    /// <summary>Asks for the record of a neuron that is looked at next: due neurons lie apart, so no processor foresees them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int local)
    {
        if (!Sse.IsSupported) return;
        DueSlot* slot = Slots + local;
        float* line = _lines.Pointer + (long)slot->Start * Lanes.Width;
        // The lanes of near pairs, the last line of a group, are seldom read.
        for (int q = slot->ActiveGroups * ActiveLines; q > 0; q--, line += Lanes.Width) Sse.Prefetch0(line);
        line = Near(*slot, 0);
        for (int g = slot->NearGroups; g > 0; g--, line += NearLines * Lanes.Width)
        {
            Sse.Prefetch0(line);
            Sse.Prefetch0(line + GainOffset);
            Sse.Prefetch0(line + IdOffset);
            Sse.Prefetch0(line + ScoreOffset);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _lines.Dispose();
    }

    /// <summary>Copies the live records to a fresh arena, in neuron order, and leaves room for a third more of them.</summary>
    private void MakeRoom(int needed)
    {
        long inUse = (long)_used - _garbage + needed, capacity = inUse + inUse / 3 + 1;
        if (capacity > int.MaxValue) throw new OutOfMemoryException($"One shard would need {capacity} lines of records; at most {int.MaxValue} can be addressed.");
        var lines = new NativeBuffer<float>(capacity * Lanes.Width);
        int next = 0;
        for (int local = 0; local < _count; local++)
        {
            DueSlot* slot = Slots + local;
            NativeMemory.Copy(_lines.Pointer + (long)slot->Start * Lanes.Width, lines.Pointer + (long)next * Lanes.Width, (nuint)((long)slot->Lines * Lanes.Width * sizeof(float)));
            slot->Start = next;
            next += slot->Lines;
        }

        _lines.Dispose();
        (_lines, _used, _garbage) = (lines, next, 0);
    }
}
