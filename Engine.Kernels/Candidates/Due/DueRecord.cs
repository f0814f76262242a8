using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>What is done with the record of one neuron.</summary>
internal static unsafe class DueRecord
{
    // Pairs whose certificates would end within so many steps like the last are looked at together with those that have ended.
    private const float Ahead = 3;

    // In dual form a first rate that flips have raised by this share is computed again; in primal form every visit computes it.
    private const float RateSlack = 0.25f;

    /// <summary>The deltas of a neuron and the Q of its fire set, by moving coefficient.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="scratch">Receives Ids, Coefficients (delta) and Speeds (Q, 0 where it no longer fires), whole vectors.</param>
    /// <param name="local">The neuron.</param>
    /// <param name="speeds">sum |Q|.</param>
    /// <returns>Number of moving coefficients.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Collect(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, out float speeds)
    {
        DueRecords records = shard.Due!;
        DueSlot record = records.Slots[local];
        float* travelled = context.Motion.Travelled, first = context.Motion.First;
        Vector512<float> sign = Vector512.Create(context.Problem.Sign(shard.FirstNeuron + local)[0]), sum = Vector512<float>.Zero;
        for (int g = 0; g < record.ActiveGroups; g++)
        {
            float* group = records.Active(record, g);
            Vector512<int> coded = DueRecords.Coded(group);
            Vector512<float> fired = DueRecords.Fires(coded);
            Vector512<int> ids = DueRecords.Ids(coded);
            Vector512<float> delta = Vector512.Load(group) - (Lanes.Gather(travelled, ids) * sign & fired);
            Vector512<float> speed = Lanes.Gather(first, ids) & fired;
            sum += Vector512.Abs(speed);
            delta.Store(scratch.Coefficients + g * Lanes.Width);
            speed.Store(scratch.Speeds + g * Lanes.Width);
            ids.Store(scratch.Ids + g * Lanes.Width);
        }

        speeds = Vector512.Sum(sum);
        return record.Active;
    }

    /// <summary>Computes scores and speeds of the near pairs whose certificates have ended or soon will, and certifies them again; nothing when none has.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="scratch">The worker's.</param>
    /// <param name="local">The neuron; its path is up to date.</param>
    /// <param name="all">Whether all near pairs are looked at.</param>
    /// <param name="log">Receives the pairs that changed side.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Look(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, bool all, FlipLog log)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        int lanes = Ending(context, shard, scratch, *record, shard.Slots[local].Moved, all);
        if (lanes == 0) return;
        shard.Counts.Visited++;
        shard.Counts.Scored += lanes;
        int entries = Collect(context, shard, scratch, local, out float speeds);
        (_, float square) = DueProducts.Combine(context.Problem, scratch, entries);
        DueProducts.Multiply(context.Problem, scratch, entries, lanes);
        Slow(context, shard, scratch, local, entries, square, speeds);

        NeuronSlot slot = shard.Slots[local];
        float path = slot.Moved, shift = context.Problem.Shift, clock = (float)context.Motion.Now.First;
        float sign = context.Problem.Sign(shard.FirstNeuron + local)[0];
        float speedError = DueRates.Error(context, *record);
        // Flips raise the rate and the speeds alike: gains are those of the fire set the products were computed for.
        float speed = record->First;
        for (int q = 0; q < lanes; q++)
        {
            int place = scratch.DueLanes[q], l = place % DueRecords.NearLanes;
            float* group = records.Near(*record, place / DueRecords.NearLanes), near = group + l;
            float z = near[DueRecords.ScoreOffset] + scratch.Products[2 * q];
            short coded = DueRecords.NearIds(group)[l];
            bool fires = z > shift;
            float gain = DueRates.Gain(speed, fires ? sign : -sign, scratch.Products[2 * q + 1], speedError);
            near[0] = DuePath(path, z, shift, clock * gain);
            near[DueRecords.GainOffset] = gain;
            if (fires == coded >= 0) continue;
            DueRecords.NearIds(group)[l] = (short)~coded;
            Change(context, shard, local, DueRecords.NearLists(group)[l], scratch.DueIds[q], fires, z, log);
        }
    }

    /// <summary>The pending coefficients and due paths of a record when the sum of travelled increments, and the clocks, start again from zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Book(in DueContext context, CandidateShard shard, int local, float clock)
    {
        DueRecords records = shard.Due!;
        DueSlot record = records.Slots[local];
        Vector512<float> sign = Vector512.Create(context.Problem.Sign(shard.FirstNeuron + local)[0]), size = Vector512<float>.Zero;
        for (int g = 0; g < record.ActiveGroups; g++)
        {
            float* group = records.Active(record, g);
            Vector512<int> coded = DueRecords.Coded(group);
            Vector512<float> fired = DueRecords.Fires(coded);
            Vector512<float> travelled = Lanes.Gather(context.Motion.Travelled, DueRecords.Ids(coded)) * sign & fired;
            Vector512<float> pending = Vector512.Load(group) - travelled;
            pending.Store(group);
            size += Vector512.Abs(pending) & fired;
        }

        DueTimes.Round(ref shard.Slots[local].Moved, Vector512.Sum(size));

        for (int g = 0; g < record.NearGroups; g++)
        {
            float* near = records.Near(record, g);
            DuePaths(near, clock).StoreAligned(near);
            Vector256<float>.Zero.StoreAligned(near + DueRecords.GainOffset);
        }
    }

    /// <summary>The due paths of a group of near pairs with their gains up to a clock taken in, rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> DuePaths(float* near, float clock)
    {
        Vector256<float> due = Vector256.LoadAligned(near), with = Vector256.FusedMultiplyAdd(Vector256.Create(clock), Vector256.LoadAligned(near + DueRecords.GainOffset), due);
        return with - Vector256.Abs(with) * (4 * CandidateProblem.UnitRoundoff);
    }

    /// <summary>A pair changes side: books what its output gains beyond the linear change, and the fire set it met.</summary>
    public static void Change(in DueContext context, CandidateShard shard, int local, int lane, int sample, bool entered, float z, FlipLog log)
    {
        DueRecords records = shard.Due!;
        DueSlot record = records.Slots[local];
        int others = 0;
        Vector512<int> own = Vector512.Create(sample);
        fixed (int* ids = log.Reserve((record.ActiveGroups + 1) * Lanes.Width))
        {
            for (int g = 0; g < record.ActiveGroups; g++)
            {
                Vector512<int> coded = DueRecords.Coded(records.Active(record, g));
                others += Lanes.Compress(coded, DueRecords.Fires(coded) & ~Vector512.Equals(coded, own).AsSingle(), ids + others);
            }
        }

        float sign = context.Problem.Sign(shard.FirstNeuron + local)[0];
        double gain = context.Problem.OutputScale * sign * ((double)z - context.Problem.Shift);
        log.Add(local, sample, entered, entered ? gain : -gain, others);
        Toggle(context, shard, local, lane, sample, entered);
        shard.Counts.Flips++;
        shard.Counts.Fires += entered ? 1 : -1;
    }

    /// <summary>Puts a pair on one side of the threshold. Its coefficient goes on from where it is.</summary>
    public static void Toggle(in DueContext context, CandidateShard shard, int local, int lane, int sample, bool fires)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        int entry = Entry(records, local, sample, fires), l = entry % Lanes.Width;
        float* group = records.Active(*record, entry / Lanes.Width);
        float travelled = context.Problem.Sign(shard.FirstNeuron + local)[0] * context.Motion.Travelled[sample];
        float moved = MathF.Abs(group[l]) + MathF.Abs(travelled);
        group[l] += fires ? travelled : -travelled;
        DueRecords.ActiveIds(group)[l] = (short)(fires ? sample : ~sample);
        *shard.Fired(shard.Slots[local].Start + lane / Lanes.Width) ^= (ushort)(1 << lane % Lanes.Width);
        // The sum is rounded: the weights move by that much.
        shard.Slots[local].Moved = MathF.BitIncrement(shard.Slots[local].Moved + 2 * CandidateProblem.UnitRoundoff * moved);
        float first = MathF.Abs(context.Motion.First[sample]);
        record->First = MathF.BitIncrement(record->First + first);
        record->Second = MathF.BitIncrement(record->Second + MathF.Abs(context.Motion.Second[sample]));
        record->Rest = MathF.BitIncrement(record->Rest + context.Motion.Profile[sample]);
        record->Added += first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float DuePath(float path, float z, float shift, float lead)
    {
        float margin = MathF.Abs(z - shift);
        return path + margin - lead - 4 * CandidateProblem.UnitRoundoff * (path + margin + lead);
    }

    /// <summary>Compresses the near pairs to look at.</summary>
    /// <returns>How many; 0 when no certificate has ended.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Ending(in DueContext context, CandidateShard shard, CandidateScratch scratch, in DueSlot record, float path, bool all)
    {
        DueRecords records = shard.Due!;
        DueClock now = context.Motion.Now, before = context.Motion.Clock(Math.Max(0, context.Motion.Step - 1));
        double step = DueTimes.Travel(record, before, now);
        Vector256<float> clock = Vector256.Create((float)now.First), end = Vector256.Create(path);
        Vector256<float> soon = Vector256.Create((float)(now.First + Ahead * (now.First - before.First))), later = Vector256.Create((float)(path + Ahead * step));
        int found = 0;
        uint ended = all ? 1u : 0;
        for (int g = 0; g < record.NearGroups; g++)
        {
            float* near = records.Near(record, g);
            Vector256<float> due = Vector256.LoadAligned(near), gain = Vector256.LoadAligned(near + DueRecords.GainOffset);
            // A pair that recedes is further from its end soon than now.
            Vector256<float> over = Vector256.LessThanOrEqual(Vector256.FusedMultiplyAdd(clock, gain, due), end);
            ended |= over.ExtractMostSignificantBits();
            uint taken = all
                ? (1u << Math.Min(DueRecords.NearLanes, record.Near - g * DueRecords.NearLanes)) - 1
                : (over | Vector256.LessThanOrEqual(Vector256.FusedMultiplyAdd(soon, gain, due), later)).ExtractMostSignificantBits();
            for (; taken != 0; taken &= taken - 1, found++)
            {
                int l = BitOperations.TrailingZeroCount(taken), coded = DueRecords.NearIds(near)[l];
                scratch.DueLanes[found] = g * DueRecords.NearLanes + l;
                scratch.DueIds[found] = coded ^ coded >> 31;
            }
        }

        scratch.DueIds[found] = 0;
        return ended == 0 ? 0 : found;
    }

    /// <summary>Lowers a first rate that flips have raised to what the fire set says; near pairs keep their speeds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Slow(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, int entries, float square, float speeds)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        if (context.Problem.Kernel is { } kernel)
        {
            if (record->Added <= RateSlack * record->First) return;
            square = DueProducts.DualSquare(kernel, scratch.Ids, scratch.Speeds, entries);
        }

        float rate = DueRates.Bound(square, speeds, entries + context.Problem.Samples.Dimension), drop = record->First - rate;
        record->Added = 0;
        if (!(drop > 0)) return;
        record->First = rate;
        Vector256<float> less = Vector256.Create(drop), clock = Vector256.Create((float)context.Motion.Now.First);
        for (int g = 0; g < record->NearGroups; g++)
        {
            float* near = records.Near(*record, g);
            Vector256<float> gain = Vector256.LoadAligned(near + DueRecords.GainOffset), after = Vector256.Max(gain - less, Vector256<float>.Zero);
            Vector256<float> due = Vector256.FusedMultiplyAdd(clock, gain - after, Vector256.LoadAligned(near));
            (due - (Vector256.Abs(due) + clock * gain) * (4 * CandidateProblem.UnitRoundoff)).StoreAligned(near);
            after.StoreAligned(near + DueRecords.GainOffset);
        }
    }

    /// <summary>The moving coefficient of a sample, made if there is none.</summary>
    private static int Entry(DueRecords records, int local, int sample, bool fires)
    {
        DueSlot* record = records.Slots + local;
        Vector256<short> coded = Vector256.Create((short)(fires ? ~sample : sample));
        for (int g = 0; g < record->ActiveGroups; g++)
        {
            uint found = Vector256.Equals(Vector256.Load(DueRecords.ActiveIds(records.Active(*record, g))), coded).ExtractMostSignificantBits();
            int place = g * Lanes.Width + BitOperations.TrailingZeroCount(found);
            // Sample 0 that no longer fires looks like an unused entry: those lie behind all others.
            if (found != 0 && place < record->Active) return place;
        }

        records.Reserve(local, record->Active + 1, record->Near);
        int entry = record->Active++;
        if (entry % Lanes.Width == 0)
        {
            float* made = records.Active(*record, entry / Lanes.Width);
            Vector512<float>.Zero.Store(made);
            Vector256<short>.AllBitsSet.Store(DueRecords.ActiveIds(made));
        }

        return entry;
    }
}
