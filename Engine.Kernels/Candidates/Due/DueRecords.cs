using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Short records of a shard's neurons: all that a visit reads of a neuron whose lists need no attention.</summary>
/// <remarks>
/// A record is a row of pieces of 32 bytes, half a cache line; as few as possible, as they are what a visit waits for. First groups of 8 near pairs, four pieces each: what is left of their margins, speeds,
/// scores, sample ids and lanes of the list. Then groups of 16 moving coefficients, three pieces each: pending coefficients, sample ids. Ids are 16-bit, negative (one's complement) for samples the neuron does not
/// fire on. A moving coefficient has gone delta_j = pending_j - [r fires on j] a_r travelled_j beyond the list's c since the list's scores were computed. A near pair keeps its side
/// while what was left when the neuron's reference was made exceeds speed (first clock) + <see cref="DueSlot.Second"/> (second clock) + <see cref="DueSlot.Rest"/> (rest). Unused entries: id -1 with pending 0; <see cref="Never"/> left.
/// </remarks>
internal sealed unsafe class DueRecords : IDisposable
{
    /// <summary>Most samples that ids can tell apart.</summary>
    public const int MostSamples = short.MaxValue;

    /// <summary>Near pairs of a group.</summary>
    public const int NearLanes = 8;

    /// <summary>Offsets within a group of near pairs, in floats.</summary>
    public const int SpeedOffset = 8, ScoreOffset = 16;

    private const int PieceFloats = 8, UsualNearGroups = 2, NearPieces = 4, NearIdOffset = 24, NearListOffset = 28, ActivePieces = 3, ActiveIdOffset = 16;

    /// <summary>A margin that no motion uses up.</summary>
    public const float Never = 1e30f;

    private readonly int _count;
    private readonly NativeBuffer<DueSlot> _slots;
    private NativeBuffer<float> _pieces;
    private int _used;
    private int _garbage;

    /// <summary>No record is written yet.</summary>
    /// <param name="count">Neurons of the shard.</param>
    /// <param name="expectedBytes">Bytes of records to make room for; too few only costs copies.</param>
    /// <param name="arena">Memory to use if it is large enough; owned from now on.</param>
    public DueRecords(int count, long expectedBytes, NativeBuffer<float>? arena)
    {
        _count = count;
        _slots = new NativeBuffer<DueSlot>(count);
        if (arena?.Bytes < expectedBytes)
        {
            arena.Dispose();
            arena = null;
        }

        // Half as much again for records that outgrow their first place: memory that is not written is not taken.
        _pieces = arena ?? new NativeBuffer<float>(Math.Max(64, 3 * expectedBytes / (2 * sizeof(float))));
    }

    /// <summary>One slot per neuron of the shard.</summary>
    public DueSlot* Slots => _slots.Pointer;

    /// <summary>Bytes held.</summary>
    public long Bytes => _slots.Bytes + _pieces.Bytes;

    /// <summary>Pieces that so many groups take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PiecesFor(int activeGroups, int nearGroups) => nearGroups * NearPieces + activeGroups * ActivePieces;

    /// <summary>Near pairs a record has room for at first: most never need more.</summary>
    /// <param name="listed">Pairs on the neuron's list.</param>
    public static int UsualNear(int listed) => Math.Min(UsualNearGroups * NearLanes, listed / 4);

    /// <summary>The bytes a record is expected to take: one group of near pairs or two, for some neurons three, and the fire set.</summary>
    /// <param name="fires">Samples the neuron fires on.</param>
    /// <param name="listed">Pairs on its list.</param>
    public static double ExpectedBytes(double fires, double listed) =>
        PieceFloats * sizeof(float) * (NearPieces * Math.Min(2.2, 1.25 + listed / (8 * NearLanes)) + ActivePieces * ((fires + 4) / Lanes.Width + 0.5));

    /// <summary>A group of moving coefficients: what is pending of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Active(in DueSlot slot, int group) => Near(slot, slot.NearRoom) + group * (ActivePieces * PieceFloats);

    /// <summary>The next group of moving coefficients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float* NextActive(float* group) => group + ActivePieces * PieceFloats;

    /// <summary>A group of near pairs: what is left of their margins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Near(in DueSlot slot, int group) => _pieces.Pointer + (long)slot.Start * PieceFloats + group * (NearPieces * PieceFloats);

    /// <summary>The coded sample ids of a group of moving coefficients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short* ActiveIds(float* group) => (short*)(group + ActiveIdOffset);

    /// <summary>The coded sample ids of a group of near pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short* NearIds(float* group) => (short*)(group + NearIdOffset);

    /// <summary>The lanes of a group of near pairs in the neuron's list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort* NearLists(float* group) => (ushort*)(group + NearListOffset);

    /// <summary>The coded sample ids of a group of moving coefficients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Coded(float* group)
    {
        Vector256<short> coded = Vector256.Load(ActiveIds(group));
        return Vector512.Create(Vector256.WidenLower(coded), Vector256.WidenUpper(coded));
    }

    /// <summary>The samples that coded ids stand for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Ids(Vector512<int> coded) => coded ^ coded >> 31;

    /// <summary>The coded sample ids of a group of near pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> NearCoded(float* group)
    {
        Vector128<short> coded = Vector128.Load(NearIds(group));
        return Vector256.Create(Vector128.WidenLower(coded), Vector128.WidenUpper(coded));
    }

    /// <summary>All-ones lanes of near pairs that fire.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NearFires(float* group) => Vector256.GreaterThanOrEqual(NearCoded(group), Vector256<int>.Zero).AsSingle();

    /// <summary>Puts near pairs on the other side, all at once: lanes that were written one by one are late to be read as a vector.</summary>
    /// <param name="group">The group.</param>
    /// <param name="crossed">All-ones lanes of the pairs.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TurnNear(float* group, Vector256<float> crossed)
    {
        Vector256<int> turned = NearCoded(group) ^ crossed.AsInt32();
        Vector128.Narrow(turned.GetLower(), turned.GetUpper()).Store(NearIds(group));
    }

    /// <summary>All-ones lanes where coded ids say that the neuron fires.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fires(Vector512<int> coded) => Vector512.GreaterThanOrEqual(coded, Vector512<int>.Zero).AsSingle();

    /// <summary>Copies the samples a neuron fires on, in no order.</summary>
    /// <returns>How many they are.</returns>
    public int CopyFires(in DueSlot slot, int* samples)
    {
        int fires = 0;
        for (int p = 0; p < slot.Active; p++)
        {
            int coded = ActiveIds(Active(slot, p / Lanes.Width))[p % Lanes.Width];
            if (coded >= 0) samples[fires++] = coded;
        }

        return fires;
    }

    /// <summary>Whether a neuron fires on a sample.</summary>
    public bool Fires(in DueSlot slot, int sample)
    {
        Vector256<short> coded = Vector256.Create((short)sample), found = Vector256<short>.Zero;
        float* group = Active(slot, 0);
        for (int g = 0; g < slot.ActiveGroups; g++, group = NextActive(group)) found |= Vector256.Equals(Vector256.Load(ActiveIds(group)), coded);
        return found.ExtractMostSignificantBits() != 0;
    }

    /// <summary>Gives a neuron room, and takes what its record holds along. Pointers into records become invalid.</summary>
    public void Reserve(int local, int active, int near)
    {
        int activeGroups = (active + Lanes.Width - 1) / Lanes.Width, nearGroups = (near + NearLanes - 1) / NearLanes;
        DueSlot* slot = Slots + local;
        if (activeGroups <= slot->ActiveRoom && nearGroups <= slot->NearRoom) return;
        // Room for a few more: fire sets grow while neurons move.
        activeGroups = Math.Max(slot->ActiveRoom, (active + 4 + Lanes.Width - 1) / Lanes.Width);
        nearGroups = Math.Max(slot->NearRoom, nearGroups);
        int pieces = PiecesFor(activeGroups, nearGroups);
        if (((long)_used + pieces) * PieceFloats > _pieces.Length) MakeRoom(pieces);
        DueSlot old = *slot;
        (slot->Start, slot->ActiveRoom, slot->NearRoom) = (_used, (ushort)activeGroups, (ushort)nearGroups);
        NativeMemory.Copy(Near(old, 0), Near(*slot, 0), (nuint)(old.NearGroups * NearPieces * PieceFloats * sizeof(float)));
        NativeMemory.Copy(Active(old, 0), Active(*slot, 0), (nuint)(old.ActiveGroups * ActivePieces * PieceFloats * sizeof(float)));
        _garbage += old.Pieces;
        _used += pieces;
    }

    /// <summary>Asks for both slots of a neuron that is looked at soon, and for its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchSlots(int local, NeuronSlot* lists, float* sign)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(Slots + local);
        Sse.Prefetch0(lists + local);
        Sse.Prefetch0(sign);
    }

    /// <summary>Asks for where some records begin: nothing else can be asked for while a processor looks up a page, but other pages can.</summary>
    public void PrefetchPages(ReadOnlySpan<int> locals)
    {
        if (!Sse.IsSupported) return;
        foreach (int local in locals) Sse.Prefetch0(Near(Slots[local], 0));
    }

    /// <summary>Asks for the record of a neuron that is looked at next: due neurons lie apart, so no processor foresees them.</summary>
    /// <param name="local">The neuron.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int local)
    {
        if (!Sse.IsSupported) return;
        DueSlot* slot = Slots + local;
        float* line = Near(*slot, 0), end = Near(*slot, slot->NearGroups);
        for (; line < end; line += 2 * PieceFloats) Sse.Prefetch0(line);
        // Records may begin in the middle of a line.
        Sse.Prefetch0(end - 1);
        line = Active(*slot, 0);
        end = Active(*slot, slot->ActiveGroups);
        for (; line < end; line += 2 * PieceFloats) Sse.Prefetch0(line);
        Sse.Prefetch0(end - 1);
    }

    /// <summary>Disposes all but the memory of the records, which goes to the caller.</summary>
    public NativeBuffer<float> Close()
    {
        _slots.Dispose();
        return _pieces;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _pieces.Dispose();
    }

    /// <summary>Moves the live records together, or, where they need more room, copies them to a fresh arena in neuron order and leaves room for a third more of them.</summary>
    private void MakeRoom(int needed)
    {
        long inUse = (long)_used - _garbage + needed, capacity = inUse + inUse / 3 + 1;
        if (ArenaOrder.InPlace(inUse, _pieces.Length / PieceFloats, _count, local => Slots[local].Start) is { } order)
        {
            MoveTo(_pieces, order);
            return;
        }

        if (capacity > int.MaxValue) throw new OutOfMemoryException($"One shard would need {capacity} pieces of records; at most {int.MaxValue} can be addressed.");
        var pieces = new NativeBuffer<float>(capacity * PieceFloats);
        MoveTo(pieces, order: null);
        _pieces.Dispose();
        _pieces = pieces;
    }

    private void MoveTo(NativeBuffer<float> pieces, int[]? order)
    {
        int next = 0;
        for (int q = 0; q < _count; q++)
        {
            DueSlot* slot = Slots + (order?[q] ?? q);
            DueSlot old = *slot;
            // Room for many near pairs is given back: a neuron has them while it moves fast.
            slot->NearRoom = (ushort)Math.Min(old.NearRoom, Math.Max(old.NearGroups, UsualNearGroups));
            ArenaOrder.Move(Near(old, 0), pieces.Pointer, next, old.NearGroups * NearPieces, PieceFloats);
            ArenaOrder.Move(Active(old, 0), pieces.Pointer, next + slot->NearRoom * NearPieces, old.ActiveGroups * ActivePieces, PieceFloats);
            slot->Start = next;
            next += slot->Pieces;
        }

        (_used, _garbage) = (next, 0);
    }
}
