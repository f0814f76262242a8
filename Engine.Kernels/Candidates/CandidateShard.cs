using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>A fixed range of neurons, the candidate groups they own, and their private part of the outputs.</summary>
/// <remarks>
/// A group is 16 candidates of one neuron in three cache lines: scores z, coefficients c, sample ids; one stream per neuron, 192 bytes a
/// group. Unused lanes hold z = <see cref="PadScore"/>, c = 0, id = 0. Ids ascend within a neuron. Beside each group lie the 16 bits that
/// say which of its lanes fired at the base point of the current step, and, when the trainer asks for it, the 16 step lanes, or 16 due paths in
/// fixed point (<see cref="DuePass"/>).
/// </remarks>
internal sealed unsafe class CandidateShard : IDisposable
{
    /// <summary>Share of an arena that is surely used: its size is an expectation and some room.</summary>
    public const double ExpectedShare = 0.85;

    /// <summary>Floats per group.</summary>
    public const int GroupFloats = 48;

    /// <summary>Offset of the coefficients in a group.</summary>
    public const int CoefficientOffset = 16;

    /// <summary>Offset of the sample ids in a group.</summary>
    public const int IdOffset = 32;

    /// <summary>Score of an unused lane: far below every threshold, and far from overflow.</summary>
    public const float PadScore = -1e30f;

    private readonly bool _keepsSteps;
    private bool _keptCold;
    private NativeBuffer<float> _groups;
    private NativeBuffer<ushort> _fired;
    private NativeBuffer<float>? _steps;
    private NativeBuffer<byte>? _duePaths;
    private readonly NativeBuffer<NeuronSlot> _slots;
    private readonly NativeBuffer<double> _outputs;
    private int _used;
    private int _garbage;

    public CandidateShard(int firstNeuron, int count, int firstOutput, int outputCount, int samples, int expectedGroups, bool keepsSteps, ColdLists? cold)
    {
        FirstNeuron = firstNeuron;
        Count = count;
        FirstOutput = firstOutput;
        OutputCount = outputCount;
        Samples = samples;
        _keepsSteps = keepsSteps;
        Cold = cold;
        int capacity = Math.Max(expectedGroups, 16);
        _slots = new NativeBuffer<NeuronSlot>(count);
        _outputs = new NativeBuffer<double>((long)outputCount * samples);
        _groups = new NativeBuffer<float>((long)capacity * GroupFloats);
        _groups.Touch(ExpectedShare);
        _fired = new NativeBuffer<ushort>(capacity);
        _steps = keepsSteps ? new NativeBuffer<float>((long)capacity * Lanes.Width) : null;
    }

    public int FirstNeuron { get; }

    public int Count { get; }

    /// <summary>First output its neurons feed: one output when wiring is grouped, all when it is dense.</summary>
    public int FirstOutput { get; }

    public int OutputCount { get; }

    public int Samples { get; }

    /// <summary>The cold lists, or null when none are kept.</summary>
    public ColdLists? Cold { get; private set; }

    /// <summary>What the last pass did.</summary>
    public PassCounts Counts;

    public NeuronSlot* Slots => _slots.Pointer;

    /// <summary>Partial outputs, (OutputCount, n), before the output scale.</summary>
    public double* Outputs => _outputs.Pointer;

    /// <summary>Bytes held.</summary>
    public long Bytes => _groups.Bytes + _fired.Bytes + (_steps?.Bytes ?? 0) + (_duePaths?.Bytes ?? 0) + (Due?.Bytes ?? 0) + _slots.Bytes + _outputs.Bytes + (Cold?.Bytes ?? 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Group(int group) => _groups.Pointer + (long)group * GroupFloats;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort* Fired(int group) => _fired.Pointer + group;

    /// <summary>Step lanes of a group, or null when the shard keeps none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Steps(int group) => _steps is null ? null : _steps.Pointer + (long)group * Lanes.Width;

    /// <summary>Due paths of a group, see <see cref="FixedPath"/>; only while records are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* DuePaths(int group) => _duePaths!.Pointer + (long)group * Lanes.Width;

    /// <summary>Asks for the due paths of a neuron's list.</summary>
    public void PrefetchDuePaths(int local)
    {
        byte* path = DuePaths(Slots[local].Start), end = path + (long)Slots[local].Groups * Lanes.Width;
        for (; path < end && Sse.IsSupported; path += 64) Sse.Prefetch0(path);
    }

    /// <summary>The records of certified steps, or null when none are kept.</summary>
    public DueRecords? Due { get; private set; }

    /// <summary>Begins keeping due paths beside the groups and records, in place of cold lists, which few neurons need any more; what they hold is written by <see cref="DuePass"/>.</summary>
    /// <param name="expectedBytes">Bytes of records to make room for.</param>
    public void KeepRecords(long expectedBytes)
    {
        _duePaths = new NativeBuffer<byte>(_fired.Length * Lanes.Width);
        _keptCold = Cold is not null;
        Due = new DueRecords(Count, expectedBytes, Cold?.Close());
        Cold = null;
    }

    /// <summary>Ends keeping them. Cold lists, which records had taken the place of, are chosen again one by one.</summary>
    public void DropRecords()
    {
        NativeBuffer<float>? arena = Due?.Close();
        if (_keptCold) Cold = new ColdLists(Count, arena!);
        else arena?.Dispose();
        _duePaths?.Dispose();
        (_duePaths, Due) = (null, null);
    }

    public void ClearOutputs() => new Span<double>(Outputs, OutputCount * Samples).Clear();

    /// <summary>Gives neuron <paramref name="local"/> room for <paramref name="count"/> candidates. Pointers into the shard become invalid.</summary>
    public void Reserve(int local, int count)
    {
        int needed = (count + Lanes.Width - 1) / Lanes.Width;
        if (needed > Slots[local].Capacity)
        {
            if (_used + needed > _fired.Length) MakeRoom(needed);
            NeuronSlot* slot = Slots + local;
            _garbage += slot->Capacity;
            slot->Start = _used;
            slot->Capacity = needed;
            _used += needed;
        }

        Slots[local].Count = count;
    }

    /// <summary>Appends the samples and values of a neuron's non-zero coefficients, ids ascending.</summary>
    public void CopyCoefficients(int local, List<int> ids, List<float> values)
    {
        NeuronSlot slot = Slots[local];
        for (int lane = 0; lane < slot.Count; lane++)
        {
            float* group = Group(slot.Start + lane / Lanes.Width) + lane % Lanes.Width;
            float c = group[CoefficientOffset];
            if (c == 0) continue;
            ids.Add(((int*)group)[IdOffset]);
            values.Add(c);
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        _outputs.Dispose();
        Cold?.Dispose();
        Due?.Dispose();
        FreeArena();
    }

    /// <summary>Moves the live groups together, or, where they need more room, copies them to a fresh arena in neuron order and leaves room for a third more of them.</summary>
    private void MakeRoom(int needed)
    {
        long inUse = _used - _garbage + needed;
        if (ArenaOrder.InPlace(inUse, _fired.Length, Count, local => Slots[local].Start) is { } order)
        {
            MoveTo(_groups, _fired, _steps, _duePaths, order);
            return;
        }

        long capacity = inUse + inUse / 3 + 1;
        if (capacity > int.MaxValue) throw new OutOfMemoryException($"One shard would need {capacity} candidate groups; at most {int.MaxValue} can be addressed.");
        var groups = new NativeBuffer<float>(capacity * GroupFloats);
        var fired = new NativeBuffer<ushort>(capacity);
        NativeBuffer<float>? steps = _keepsSteps ? new NativeBuffer<float>(capacity * Lanes.Width) : null;
        NativeBuffer<byte>? duePaths = _duePaths is null ? null : new NativeBuffer<byte>(capacity * Lanes.Width);
        MoveTo(groups, fired, steps, duePaths, order: null);
        FreeArena();
        (_groups, _fired, _steps, _duePaths) = (groups, fired, steps, duePaths);
    }

    private void MoveTo(NativeBuffer<float> groups, NativeBuffer<ushort> fired, NativeBuffer<float>? steps, NativeBuffer<byte>? duePaths, int[]? order)
    {
        int next = 0;
        for (int q = 0; q < Count; q++)
        {
            NeuronSlot* slot = Slots + (order?[q] ?? q);
            ArenaOrder.Move(Group(slot->Start), groups.Pointer, next, slot->Groups, GroupFloats);
            ArenaOrder.Move(Fired(slot->Start), fired.Pointer, next, slot->Groups, 1);
            if (steps is not null) ArenaOrder.Move(Steps(slot->Start), steps.Pointer, next, slot->Groups, Lanes.Width);
            if (duePaths is not null) ArenaOrder.Move(DuePaths(slot->Start), duePaths.Pointer, next, slot->Groups, Lanes.Width);
            slot->Start = next;
            slot->Capacity = slot->Groups;
            next += slot->Groups;
        }

        (_used, _garbage) = (next, 0);
    }

    private void FreeArena()
    {
        _groups.Dispose();
        _fired.Dispose();
        _steps?.Dispose();
        _duePaths?.Dispose();
    }
}
