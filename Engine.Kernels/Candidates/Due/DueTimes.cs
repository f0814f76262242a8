using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Paths at given clocks, and the times at which certificates may end.</summary>
internal static unsafe class DueTimes
{
    private const double Up = 1 + 1e-6, Down = 1 - 1e-5;

    /// <summary>An upper bound on a neuron's path at its reference's clocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Path(in DueSlot record, float path, in DueClock clock)
    {
        double more = clock.First * record.First + clock.Second * record.Second + clock.Rest * record.Rest;
        return more == 0 ? path : Above((float)(path + more * Up));
    }

    /// <summary>Adds to a path what the rounding of coefficients of a given size in all may have moved the weights by.</summary>
    /// <returns>At least that much.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(ref float path, float size)
    {
        if (!(size > 0)) return 0;
        float more = 2 * CandidateProblem.UnitRoundoff * size;
        path = Above(path + more);
        return Above(more);
    }

    /// <summary>The next larger number.</summary>
    /// <param name="value">Not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Above(float value) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) + 1);

    /// <summary>A time on the shared clock at which none of the neuron's certificates has ended; minus infinity when one has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of(in DueContext context, CandidateShard shard, int local)
    {
        DueRecords records = shard.Due!;
        ref readonly DueSlot record = ref records.Slots[local];
        DueMotion motion = context.Motion;
        DueClock clock = motion.Clock(record.Reference);
        DueRise rise = new(record, motion.Horizon(record.Reference));
        float path = Path(record, shard.Slots[local].Moved, clock);
        Vector256<float> least = Far(rise, record, path);
        DueUse use = new(record, clock);
        for (int g = 0; g < record.NearGroups; g++)
        {
            float* near = records.Near(record, g);
            Vector256<float> speed = Vector256.LoadAligned(near + DueRecords.SpeedOffset);
            least = Vector256.Min(least, rise.Soonest(Vector256.LoadAligned(near) - use.Of(speed), speed));
        }

        return Due(motion, least);
    }

    /// <summary>How long the path may grow until unrecorded pairs may end.</summary>
    /// <param name="rise">Of the neuron.</param>
    /// <param name="record">The neuron's.</param>
    /// <param name="path">Its path, now.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Far(in DueRise rise, in DueSlot record, float path) => rise.Soonest(Vector256.Create(record.FarPath - path), Vector256.Create(record.First));

    /// <summary>The time on the shared clock from which on certificates may end, surely not rounded up; minus infinity when one has ended.</summary>
    /// <param name="motion">The motion.</param>
    /// <param name="least">How long they last.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Due(DueMotion motion, Vector256<float> least)
    {
        float soonest = Least(least);
        return soonest <= 0 ? float.NegativeInfinity : MathF.BitDecrement((float)(motion.Time + soonest * Down));
    }

    /// <summary>The least of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Least(Vector256<float> values)
    {
        Vector128<float> quarter = Vector128.Min(values.GetLower(), values.GetUpper());
        return MathF.Min(MathF.Min(quarter[0], quarter[1]), MathF.Min(quarter[2], quarter[3]));
    }
}
