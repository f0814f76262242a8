using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Paths at given clocks, and the times at which certificates may end.</summary>
internal static unsafe class DueTimes
{
    private const double Up = 1 + 1e-6, Down = 1 - 1e-5;

    /// <summary>By how much a neuron's path grows from one clock to another, at most, up to rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Travel(in DueSlot record, in DueClock from, in DueClock to) =>
        (to.First - from.First) * record.First + (to.Second - from.Second) * record.Second + (to.Rest - from.Rest) * record.Rest;

    /// <summary>An upper bound on a neuron's path at a later clock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Path(in DueSlot record, float path, in DueClock from, in DueClock to)
    {
        double more = Travel(record, from, to);
        return more == 0 ? path : MathF.BitIncrement((float)(path + more * Up));
    }

    /// <summary>Adds to a path what the rounding of coefficients of a given size in all may have moved the weights by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Round(ref float path, float size)
    {
        if (size > 0) path = MathF.BitIncrement(path + 2 * CandidateProblem.UnitRoundoff * size);
    }

    /// <summary>A time on the shared clock at which none of the neuron's certificates has ended; minus infinity when one has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of(in DueContext context, CandidateShard shard, int local)
    {
        DueRecords records = shard.Due!;
        DueSlot record = records.Slots[local];
        DueMotion motion = context.Motion;
        float path = shard.Slots[local].Moved, clock = (float)motion.Now.First;
        float others = (float)(motion.SecondShare * record.Second + motion.RestShare * record.Rest);
        float far = (record.FarPath - path) / (record.First + others);
        Vector256<float> least = Vector256.Create(float.IsNaN(far) ? float.PositiveInfinity : far);
        Vector256<float> paths = Vector256.Create(path), clocks = Vector256.Create(clock), speed = Vector256.Create(record.First), rest = Vector256.Create(others + 1e-37f);
        for (int g = 0; g < record.NearGroups; g++)
        {
            float* near = records.Near(record, g);
            Vector256<float> gain = Vector256.LoadAligned(near + DueRecords.GainOffset);
            Vector256<float> left = Vector256.FusedMultiplyAdd(clocks, gain, Vector256.LoadAligned(near)) - paths;
            least = Vector256.Min(least, left / (Vector256.Max(speed - gain, Vector256<float>.Zero) + rest));
        }

        float soonest = Least(least);
        return soonest <= 0 ? float.NegativeInfinity : MathF.BitDecrement((float)(motion.Now.Time + soonest * Down));
    }

    /// <summary>The least of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Least(Vector256<float> values)
    {
        Vector128<float> quarter = Vector128.Min(values.GetLower(), values.GetUpper());
        return MathF.Min(MathF.Min(quarter[0], quarter[1]), MathF.Min(quarter[2], quarter[3]));
    }
}
