using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>What goes between a neuron's list and its record.</summary>
internal static unsafe class DueLists
{
    // About so many pairs on each side of the threshold are near; more where they would be used up within so many units of the shared clock.
    private const float NearPairs = 3, LeastHorizon = 2;

    // From more near pairs on it pays to ask whether they should be.
    private const int CrowdedNear = 4 * DueRecords.NearLanes;

    /// <summary>Writes the moving coefficients: the samples whose fired bits are set.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons; c of the list takes in all that was travelled, or what was travelled so far.</param>
    /// <param name="scratch">The worker's.</param>
    /// <param name="local">The neuron.</param>
    /// <param name="travelled">Whether c takes in what the motion has travelled so far, so that every delta is zero; otherwise it takes in nothing of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OpenActive(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, bool travelled)
    {
        NeuronSlot slot = shard.Slots[local];
        int active = 0;
        for (int g = slot.Start; g < slot.Start + slot.Groups; g++)
        {
            ushort bits = *shard.Fired(g);
            if (bits == 0) continue;
            active += Lanes.Compress(Vector512.LoadAligned((int*)(shard.Group(g) + CandidateShard.IdOffset)), LanePasses.Expand(bits), scratch.ListIds + active);
        }

        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        records.Reserve(local, active, Math.Max((int)record->Near, DueRecords.UsualNear(slot.Count)));
        record->Active = (ushort)active;
        Vector512<int>.AllBitsSet.Store(scratch.ListIds + active);
        Vector512<float> sign = Vector512.Create(context.Problem.Sign(shard.FirstNeuron + local)[0]);
        for (int g = 0; g < record->ActiveGroups; g++)
        {
            float* group = records.Active(*record, g);
            Vector512<int> ids = Vector512.Load(scratch.ListIds + g * Lanes.Width);
            Vector512<float> used = Vector512.GreaterThanOrEqual(ids, Vector512<int>.Zero).AsSingle();
            Vector256.Narrow(ids.GetLower(), ids.GetUpper()).Store(DueRecords.ActiveIds(group));
            Vector512<float> pending = travelled ? Lanes.Gather(context.Motion.Travelled, ids & used.AsInt32()) * sign & used : Vector512<float>.Zero;
            pending.Store(group);
        }
    }

    /// <summary>Due paths of all listed pairs from their scores, which are those of the present point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Certify(in DueContext context, CandidateShard shard, int local)
    {
        NeuronSlot slot = shard.Slots[local];
        Vector512<float> shift = Vector512.Create(context.Problem.Shift), path = Vector512.Create(slot.Moved);
        Vector512<float> down = Vector512.Create(1 - 4 * CandidateProblem.UnitRoundoff);
        for (int g = slot.Start; g < slot.Start + slot.Groups; g++)
        {
            FixedPath.Down((path + Vector512.Abs(Vector512.LoadAligned(shard.Group(g)) - shift)) * down, context.Problem.Band).Store(shard.DuePaths(g));
        }

        shard.Due!.Slots[local].Near = 0;
    }

    /// <summary>Chooses the near pairs again; what they have left is brought to the present, and speeds are to be computed.</summary>
    /// <remarks>Reads from the list what was not near before only: each pair costs two lines of memory.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SelectNear(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        NeuronSlot slot = shard.Slots[local];
        float band = context.Problem.Band, last = Horizon(context, *record, slot.Moved, slot.Count);
        int kept = KeepNear(context, shard, local, last - slot.Moved), found = 0;
        Vector512<float> horizon = Vector512.Create(last), far = Vector512.Create(band);
        Vector512<int> numbers = Vector512<int>.Indices;
        for (int g = slot.Start; g < slot.Start + slot.Groups; g++, numbers += Vector512.Create(Lanes.Width))
        {
            Vector512<float> due = FixedPath.Value(Vector128.Load(shard.DuePaths(g)), band), near = Vector512.LessThanOrEqual(due, horizon);
            far = Vector512.Min(far, Vector512.ConditionalSelect(near, far, due));
            if (near.ExtractMostSignificantBits() != 0) found += Lanes.Compress(numbers, near, scratch.DueLanes + found);
        }

        record->Near = (ushort)kept;
        records.Reserve(local, record->Active, kept + found);
        record->Near = (ushort)(kept + found);
        record->FarPath = DueTimes.Least(Vector256.Min(far.GetLower(), far.GetUpper()));
        for (int q = kept; q < kept + found; q++)
        {
            int lane = scratch.DueLanes[q - kept], g = slot.Start + lane / Lanes.Width, l = lane % Lanes.Width;
            float* near = records.Near(*record, q / DueRecords.NearLanes);
            int place = q % DueRecords.NearLanes;
            if (place == 0) ClearNear(near);
            byte* due = shard.DuePaths(g) + l;
            near[place] = DueAfter(FixedPath.Value(*due, band), slot.Moved);
            *due = FixedPath.Beyond;
            int id = ((int*)shard.Group(g))[CandidateShard.IdOffset + l];
            DueRecords.NearIds(near)[place] = (short)(records.Fires(*record, id) ? id : ~id);
            near[DueRecords.ScoreOffset + place] = shard.Group(g)[l];
            DueRecords.NearLists(near)[place] = (ushort)lane;
        }
    }

    /// <summary>Asks for what <see cref="SelectNear"/> is going to read of the list.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="local">The neuron.</param>
    /// <param name="path">Its path.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PrefetchNear(in DueContext context, CandidateShard shard, int local, float path)
    {
        NeuronSlot* slot = shard.Slots + local;
        float band = context.Problem.Band;
        Vector512<float> horizon = Vector512.Create(Horizon(context, shard.Due!.Slots[local], path, slot->Count));
        for (int g = slot->Start; g < slot->Start + slot->Groups; g++)
        {
            ulong near = Vector512.LessThanOrEqual(FixedPath.Value(Vector128.Load(shard.DuePaths(g)), band), horizon).ExtractMostSignificantBits();
            if (near == 0) continue;
            Sse.Prefetch0(shard.Group(g));
            Sse.Prefetch0(shard.Group(g) + CandidateShard.IdOffset);
        }
    }

    /// <summary>c of the list takes in what has been travelled, its fired bits what has changed side; scores are left as they were, and the moving coefficients are to be opened again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Settle(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local)
    {
        int entries = DueRecord.Collect(context, shard, scratch, local, out _);
        for (int p = 0; p < entries; p++) scratch.RowSteps[scratch.Ids[p]] = scratch.Coefficients[p];
        int fires = shard.Due!.CopyFires(shard.Due.Slots[local], scratch.ListIds);
        for (int p = 0; p < fires; p++) scratch.RowFired[scratch.ListIds[p]] = 1;
        NeuronSlot slot = shard.Slots[local];
        Vector512<float> size = Vector512<float>.Zero;
        for (int g = slot.Start; g < slot.Start + slot.Groups; g++)
        {
            float* group = shard.Group(g);
            Vector512<int> ids = Vector512.LoadAligned((int*)(group + CandidateShard.IdOffset));
            Vector512<float> listed = ~Vector512.Equals(Vector512.LoadAligned(group), Vector512.Create(CandidateShard.PadScore));
            Vector512<float> delta = Lanes.Gather(scratch.RowSteps, ids) & listed, c = Vector512.LoadAligned(group + CandidateShard.CoefficientOffset) + delta;
            c.StoreAligned(group + CandidateShard.CoefficientOffset);
            size += (Vector512.Abs(c) + Vector512.Abs(delta)) & ~Vector512.Equals(delta, Vector512<float>.Zero);
            *shard.Fired(g) = (ushort)Vector512.GreaterThan(Lanes.Gather(scratch.RowFired, ids) & listed, Vector512<float>.Zero).ExtractMostSignificantBits();
        }

        for (int p = 0; p < fires; p++) scratch.RowFired[scratch.ListIds[p]] = 0;

        for (int p = 0; p < entries; p++) scratch.RowSteps[scratch.Ids[p]] = 0;
        DueRecord.Tighten(shard.Due!, shard.Due!.Slots[local], DueTimes.Round(ref shard.Slots[local].Moved, Vector512.Sum(size)));
    }

    /// <summary>Certifies a list that was chosen again after <see cref="Settle"/>; its scores are those of the present point.</summary>
    /// <returns>When the neuron is due again.</returns>
    public static float Rechosen(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, FlipLog log)
    {
        NeuronSlot slot = shard.Slots[local];
        OpenActive(context, shard, scratch, local, travelled: true);
        for (int g = slot.Start; g < slot.Start + slot.Groups; g++)
        {
            float* group = shard.Group(g);
            uint now = (uint)Vector512.GreaterThan(Vector512.LoadAligned(group), Vector512.Create(context.Problem.Shift)).ExtractMostSignificantBits();
            for (uint changed = now ^ *shard.Fired(g); changed != 0; changed &= changed - 1)
            {
                int l = BitOperations.TrailingZeroCount(changed);
                DueRecord.Change(context, shard, local, ((int*)group)[CandidateShard.IdOffset + l], (now >> l & 1) != 0, group[l], log);
            }
        }

        shard.Counts.Candidates += slot.Count;
        shard.Counts.Scored += slot.Count;
        Certify(context, shard, local);
        DueRates.Compute(context, shard, scratch, local, context.Motion.Newest);
        SelectNear(context, shard, scratch, local);
        return DueRecord.Look(context, shard, scratch, local, log);
    }

    /// <summary>The scores of near pairs, after those of the list were brought to the present point.</summary>
    public static void CopyScores(CandidateShard shard, int local)
    {
        DueRecords records = shard.Due!;
        DueSlot record = records.Slots[local];
        for (int q = 0; q < record.Near; q++)
        {
            float* near = records.Near(record, q / DueRecords.NearLanes);
            int lane = DueRecords.NearLists(near)[q % DueRecords.NearLanes];
            near[DueRecords.ScoreOffset + q % DueRecords.NearLanes] = shard.Group(shard.Slots[local].Start + lane / Lanes.Width)[lane % Lanes.Width];
        }
    }

    /// <summary>The lane of a sample in a neuron's list.</summary>
    public static int LaneOf(CandidateShard shard, int local, int sample)
    {
        NeuronSlot slot = shard.Slots[local];
        for (int lane = 0; lane < slot.Count; lane++)
        {
            if (((int*)shard.Group(slot.Start + lane / Lanes.Width))[CandidateShard.IdOffset + lane % Lanes.Width] == sample) return lane;
        }

        throw new InvalidOperationException($"sample {sample} is not on the list of neuron {shard.FirstNeuron + local}, which fires, or fired, on it.");
    }

    /// <summary>Ends the certificate of a pair that was put on the other side of the threshold.</summary>
    public static void Expire(CandidateShard shard, int local, int sample)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        for (int q = 0; q < record->Near; q++)
        {
            int l = q % DueRecords.NearLanes;
            float* near = records.Near(*record, q / DueRecords.NearLanes);
            short* id = DueRecords.NearIds(near) + l;
            if (*id != sample && *id != ~sample) continue;
            *id = (short)~*id;
            (near[l], near[DueRecords.SpeedOffset + l]) = (-1, 0);
            return;
        }

        int lane = LaneOf(shard, local, sample);
        shard.DuePaths(shard.Slots[local].Start + lane / Lanes.Width)[lane % Lanes.Width] = 0;
        record->FarPath = -1;
    }

    /// <summary>Has the near pairs chosen again at the next look where there are many, and most have far more left than near ones need: chosen by a bound on paths, or while the neuron moved fast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Thin(in DueContext context, DueRecords records, ref DueSlot record, int listed)
    {
        if (record.Near <= CrowdedNear) return;
        Vector256<float> far = Vector256.Create(2 * Reach(context, record, listed));
        int beyond = 0;
        for (int g = 0; g < record.NearGroups; g++) beyond += BitOperations.PopCount(Vector256.GreaterThan(Vector256.LoadAligned(records.Near(record, g)), far).ExtractMostSignificantBits());
        if (2 * beyond > record.Near) record.FarPath = -1;
    }

    /// <summary>The path up to which pairs are near.</summary>
    private static float Horizon(in DueContext context, in DueSlot record, float path, int listed) => MathF.Min(path + Reach(context, record, listed), context.Problem.Band);

    /// <summary>How much farther than where it is the path may go until near pairs are to be chosen again.</summary>
    private static float Reach(in DueContext context, in DueSlot record, int listed)
    {
        ref readonly DueCurves curves = ref context.Motion.Curves(record.Reference);
        float rate = (float)(record.First + record.Second * curves.Second.Slope(1) + record.Rest * curves.Rest.Slope(1));
        // A list's pairs lie about as densely within the band as beyond the threshold.
        return MathF.Max(NearPairs * context.Problem.Band / (listed + 1), LeastHorizon * rate);
    }

    /// <summary>How far the path may go on from where it is to a due path, rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float DueAfter(float due, float path) => due - path - (due + path) * (4 * CandidateProblem.UnitRoundoff);

    /// <summary>Keeps the near pairs that have at most so much left, in their order; the due paths of the others go back to the list.</summary>
    /// <returns>How many they are.</returns>
    private static int KeepNear(in DueContext context, CandidateShard shard, int local, float reach)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        float path = shard.Slots[local].Moved, band = context.Problem.Band;
        // A due path that is rounded down below the horizon would be near again at once.
        reach += FixedPath.Resolution(band);
        int kept = 0;
        for (int q = 0; q < record->Near; q++)
        {
            float* from = records.Near(*record, q / DueRecords.NearLanes), to = records.Near(*record, kept / DueRecords.NearLanes);
            int l = q % DueRecords.NearLanes, place = kept % DueRecords.NearLanes, lane = DueRecords.NearLists(from)[l];
            if (from[l] <= reach)
            {
                (to[place], to[DueRecords.ScoreOffset + place]) = (from[l], from[DueRecords.ScoreOffset + l]);
                (DueRecords.NearIds(to)[place], DueRecords.NearLists(to)[place]) = (DueRecords.NearIds(from)[l], (ushort)lane);
                kept++;
                continue;
            }

            shard.DuePaths(shard.Slots[local].Start + lane / Lanes.Width)[lane % Lanes.Width] = FixedPath.Down(path + from[l] - (path + MathF.Abs(from[l])) * (4 * CandidateProblem.UnitRoundoff), band);
        }

        // Nothing is left behind in the last group.
        float* last = records.Near(*record, kept / DueRecords.NearLanes);
        for (int l = kept % DueRecords.NearLanes; l is > 0 and < DueRecords.NearLanes; l++) (last[l], last[DueRecords.SpeedOffset + l]) = (DueRecords.Never, 0);
        return kept;
    }

    private static void ClearNear(float* near)
    {
        Vector256.Create(DueRecords.Never).StoreAligned(near);
        Vector256<float>.Zero.StoreAligned(near + DueRecords.SpeedOffset);
        Vector512<float>.Zero.Store(near + DueRecords.ScoreOffset);
    }
}
