using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>What is done with the record of one neuron.</summary>
internal static unsafe class DueRecord
{
    /// <summary>The deltas of a neuron and the newest Q of its fire set, by moving coefficient.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="scratch">Receives Ids, Coefficients (delta) and Speeds (Q, 0 where it no longer fires), whole vectors.</param>
    /// <param name="local">The neuron.</param>
    /// <param name="size">sum |Q|.</param>
    /// <returns>Number of moving coefficients.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Collect(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, out float size)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        int entries = record->Active;
        float* travelled = context.Motion.Travelled, factors = context.Motion.Reference(context.Motion.Newest), group = records.Active(*record, 0);
        float* coefficients = scratch.Coefficients, speeds = scratch.Speeds;
        int* samples = scratch.Ids;
        Vector512<float> sign = Vector512.Create(context.Problem.Sign(shard.FirstNeuron + local)[0]), sum = Vector512<float>.Zero;
        for (int p = 0; p < entries; p += Lanes.Width, group = DueRecords.NextActive(group))
        {
            Vector512<int> coded = DueRecords.Coded(group), ids = DueRecords.Ids(coded);
            Vector512<float> fired = DueRecords.Fires(coded);
            Vector512<float> delta = Vector512.Load(group) - (Lanes.Gather(travelled, ids) * sign & fired), speed = Lanes.Gather(factors, ids) & fired;
            sum += Vector512.Abs(speed);
            delta.Store(coefficients + p);
            speed.Store(speeds + p);
            ids.Store(samples + p);
        }

        size = Vector512.Sum(sum);
        return entries;
    }

    /// <summary>Whether the certificate of a near pair has ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasEnded(in DueContext context, DueRecords records, in DueSlot record)
    {
        DueUse use = new(record, context.Motion.Clock(record.Reference));
        Vector256<float> ended = Vector256<float>.Zero;
        for (int g = 0; g < record.NearGroups; g++)
        {
            float* near = records.Near(record, g);
            ended |= Vector256.LessThanOrEqual(Vector256.LoadAligned(near), use.Of(Vector256.LoadAligned(near + DueRecords.SpeedOffset)));
        }

        return ended.ExtractMostSignificantBits() != 0;
    }

    /// <summary>Computes scores and speeds of all near pairs and certifies them again, in terms of the newest reference.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="scratch">The worker's.</param>
    /// <param name="local">The neuron; its path is up to date.</param>
    /// <param name="log">Receives the pairs that changed side.</param>
    /// <returns>When the neuron is due again.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Look(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, FlipLog log)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        shard.Counts.Visited++;
        shard.Counts.Scored += record->Near;
        int entries = record->Active, terms = entries, lanes = ListNear(records, *record, scratch);
        float size, square = 0;
        if (context.Problem.Kernel is null) square = DueProducts.CombineBoth(context, shard, scratch, local, out size);
        else Collect(context, shard, scratch, local, out size);
        DueProducts.Multiply(context.Problem, scratch, scratch.Coefficients, scratch.Movement, entries, lanes);

        float before = shard.Slots[local].Moved;
        Vector256<float> shift = Vector256.Create(context.Problem.Shift);
        for (int g = 0; g < record->NearGroups; g++)
        {
            float* near = records.Near(*record, g);
            Vector256<float> z = Vector256.LoadAligned(near + DueRecords.ScoreOffset) + DueProducts.Of(scratch, g);
            Vector256<float> used = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(record->Near - g * DueRecords.NearLanes)).AsSingle();
            Vector256.ConditionalSelect(used, Vector256.Abs(z - shift), Vector256.Create(DueRecords.Never)).StoreAligned(near);
            Vector256<float> crossed = (Vector256.GreaterThan(z, shift) ^ DueRecords.NearFires(near)) & used;
            uint changed = crossed.ExtractMostSignificantBits();
            if (changed != 0) DueRecords.TurnNear(near, crossed);
            for (; changed != 0; changed &= changed - 1)
            {
                int l = BitOperations.TrailingZeroCount(changed), sample = scratch.DueIds[g * DueRecords.NearLanes + l];
                bool fires = z[l] > context.Problem.Shift;
                int known = record->Active, entry = Change(context, shard, local, sample, fires, z[l], log);
                float factor = context.Motion.Reference(context.Motion.Newest)[sample];
                size += MathF.Abs(factor);
                terms++;
                if (context.Problem.Kernel is null) square = DueProducts.Add(context.Problem, sample, fires ? factor : -factor, scratch.Velocity);
                else SetSpeed(scratch, entry, entry == known, sample, fires ? factor : 0);
                near = records.Near(*record, g);
            }
        }

        if (context.Problem.Kernel is { } kernel) square = DueProducts.DualSquare(kernel, scratch.Ids, scratch.Speeds, record->Active);
        record->Reference = (ushort)context.Motion.Newest;
        record->First = DueRates.Bound(square, size, terms + context.Problem.Samples.Dimension);
        if (shard.Slots[local].Moved > before) Tighten(records, *record, shard.Slots[local].Moved - before);
        DueLists.Thin(context, records, ref *record, shard.Slots[local].Count);
        return DueRates.Speeds(context, shard, scratch, local, size, terms);
    }

    /// <summary>Brings what near pairs have left to the present, before a new reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bring(DueRecords records, in DueSlot record, in DueClock clock)
    {
        DueUse use = new(record, clock);
        for (int g = 0; g < record.NearGroups; g++)
        {
            float* near = records.Near(record, g);
            Vector256<float> used = use.Of(Vector256.LoadAligned(near + DueRecords.SpeedOffset)), left = Vector256.LoadAligned(near) - used;
            (left - (Vector256.Abs(left) + Vector256.Abs(used)) * CandidateProblem.UnitRoundoff).StoreAligned(near);
        }
    }

    /// <summary>Lowers what near pairs have left by what rounding may have moved the weights by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tighten(DueRecords records, in DueSlot record, float moved)
    {
        for (int g = 0; g < record.NearGroups; g++)
        {
            float* near = records.Near(record, g);
            Vector256<float> left = Vector256.LoadAligned(near) - Vector256.Create(moved);
            (left - (Vector256.Abs(left) + Vector256.Create(moved)) * (4 * CandidateProblem.UnitRoundoff)).StoreAligned(near);
        }
    }

    /// <summary>The pending coefficients of a record when the sum of travelled increments starts again from zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Book(in DueContext context, CandidateShard shard, int local)
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

        Tighten(records, record, DueTimes.Round(ref shard.Slots[local].Moved, Vector512.Sum(size)));
    }

    /// <summary>A pair changes side: books what its output gains beyond the linear change, and the fire set it met.</summary>
    /// <returns>The pair's moving coefficient.</returns>
    public static int Change(in DueContext context, CandidateShard shard, int local, int sample, bool entered, float z, FlipLog log)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        int others = 0, groups = record->ActiveGroups;
        Vector256<short> own = Vector256.Create((short)sample);
        short* ids = log.Reserve((groups + 1) * Lanes.Width);
        float* group = records.Active(*record, 0);
        for (int g = 0; g < groups; g++, group = DueRecords.NextActive(group))
        {
            Vector256<short> coded = Vector256.Load(DueRecords.ActiveIds(group));
            others += Lanes.Compress(coded, Vector256.GreaterThanOrEqual(coded, Vector256<short>.Zero) & ~Vector256.Equals(coded, own), ids + others);
        }

        float sign = context.Problem.Sign(shard.FirstNeuron + local)[0];
        double gain = context.Problem.OutputScale * sign * ((double)z - context.Problem.Shift);
        log.Add(local, sample, entered, entered ? gain : -gain, others);
        shard.Counts.Flips++;
        shard.Counts.Fires += entered ? 1 : -1;
        return Toggle(context, shard, local, sample, entered);
    }

    /// <summary>Puts a pair on one side of the threshold. Its coefficient goes on from where it is.</summary>
    /// <returns>The pair's moving coefficient.</returns>
    public static int Toggle(in DueContext context, CandidateShard shard, int local, int sample, bool fires)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        int entry = Entry(records, local, sample, fires), l = entry % Lanes.Width;
        float* group = records.Active(*record, entry / Lanes.Width);
        float travelled = context.Problem.Sign(shard.FirstNeuron + local)[0] * context.Motion.Travelled[sample], profile = context.Motion.Profile[sample];
        float moved = MathF.Abs(group[l]) + MathF.Abs(travelled);
        group[l] += fires ? travelled : -travelled;
        DueRecords.ActiveIds(group)[l] = (short)(fires ? sample : ~sample);
        // The sum is rounded: the weights move by that much.
        DueTimes.Round(ref shard.Slots[local].Moved, moved);
        float turns = MathF.Abs(context.Motion.Second[sample]);
        record->Second = DueTimes.Above(MathF.Max(0, fires ? record->Second + turns : record->Second - turns));
        record->Rest = DueTimes.Above(MathF.Max(0, fires ? record->Rest + profile : record->Rest - profile));
        return entry;
    }

    /// <summary>Raises the rates to bounds for a fire set that gains or loses a sample, without looking.</summary>
    public static void Loosen(in DueContext context, CandidateShard shard, int local, int sample, float moved)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        float factor = MathF.Abs(context.Motion.Reference(record->Reference)[sample]) * (1 + 4 * CandidateProblem.UnitRoundoff);
        record->First = DueTimes.Above(record->First + factor);
        for (int g = 0; g < record->NearGroups; g++)
        {
            float* speeds = records.Near(*record, g) + DueRecords.SpeedOffset;
            Vector256<float> speed = Vector256.LoadAligned(speeds) + Vector256.Create(factor);
            (speed + Vector256.Abs(speed) * CandidateProblem.UnitRoundoff).StoreAligned(speeds);
        }

        Tighten(records, *record, moved);
    }

    /// <summary>Lists the samples of all near lanes; unused ones stand for sample 0.</summary>
    /// <returns>Lanes in use, whole fours.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ListNear(DueRecords records, in DueSlot record, CandidateScratch scratch)
    {
        for (int g = 0; g < record.NearGroups; g++)
        {
            Vector256<int> coded = DueRecords.NearCoded(records.Near(record, g));
            (coded ^ coded >> 31).Store(scratch.DueIds + g * DueRecords.NearLanes);
        }

        return NearProducts(record);
    }

    /// <summary>Products that are computed for near pairs: whole fours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NearProducts(in DueSlot record) => (record.Near + 3) & ~3;

    /// <summary>Sets the speed of a moving coefficient in the scratch.</summary>
    private static void SetSpeed(CandidateScratch scratch, int entry, bool isNew, int sample, float speed)
    {
        if (isNew && entry % Lanes.Width == 0)
        {
            // Behind the last entry lie zeros; what lay here may be of another neuron.
            Vector512<float>.Zero.Store(scratch.Speeds + entry);
            Vector512<int>.Zero.Store(scratch.Ids + entry);
        }

        (scratch.Ids[entry], scratch.Speeds[entry]) = (sample, speed);
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
