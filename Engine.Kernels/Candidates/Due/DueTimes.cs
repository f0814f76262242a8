using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Paths at given clocks, and the times at which certificates may end.</summary>
internal static unsafe class DueTimes
{
    private const double Up = 1 + 1e-6, Down = 1 - 1e-5;

    // No zero is divided by zero.
    private const float Tiny = 1e-37f;

    /// <summary>An upper bound on a neuron's path at its reference's clocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Path(in DueSlot record, float path, in DueClock clock)
    {
        double more = clock.First * record.First + clock.Second * record.Second + clock.Rest * record.Rest;
        return more == 0 ? path : MathF.BitIncrement((float)(path + more * Up));
    }

    /// <summary>Adds to a path what the rounding of coefficients of a given size in all may have moved the weights by.</summary>
    /// <returns>At least that much.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(ref float path, float size)
    {
        if (!(size > 0)) return 0;
        float more = 2 * CandidateProblem.UnitRoundoff * size;
        path = MathF.BitIncrement(path + more);
        return MathF.BitIncrement(more);
    }

    /// <summary>A time on the shared clock at which none of the neuron's certificates has ended; minus infinity when one has.</summary>
    /// <remarks>
    /// From now on the first clock grows no faster than the shared one, and the others no faster than the reference's curves: a pair with l left ends when
    /// speed t + Second (rise of its curve) + Rest (rise of its curve) reaches l, a quadratic equation.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of(in DueContext context, CandidateShard shard, int local)
    {
        DueRecords records = shard.Due!;
        DueSlot record = records.Slots[local];
        DueMotion motion = context.Motion;
        DueClock clock = motion.Clock(record.Reference);
        ref readonly DueCurves curves = ref motion.Curves(record.Reference);
        double age = motion.Time - motion.Begun(record.Reference), first = Math.Max(0, curves.Rest.Turn - age);
        float early = (float)first, missed = (float)(first * (record.Second * curves.Second.Start + record.Rest * curves.Rest.Start));
        float rate = (float)(record.Second * curves.Second.Slope(age + first) + record.Rest * curves.Rest.Slope(age + first));
        Vector256<float> sooner = Vector256.Create(early), miss = Vector256.Create(missed), rates = Vector256.Create(rate + Tiny);
        Vector256<float> squares = Vector256.Create((float)(2 * (record.Second * curves.Second.Square + record.Rest * curves.Rest.Square)));
        float path = Path(record, shard.Slots[local].Moved, clock);
        Vector256<float> least = Soonest(Vector256.Create(record.FarPath - path), Vector256.Create(record.First), sooner, miss, rates, squares);
        DueUse use = new(record, clock);
        for (int g = 0; g < record.NearGroups; g++)
        {
            float* near = records.Near(record, g);
            Vector256<float> speed = Vector256.LoadAligned(near + DueRecords.SpeedOffset);
            least = Vector256.Min(least, Soonest(Vector256.LoadAligned(near) - use.Of(speed), Vector256.Max(speed, Vector256<float>.Zero), sooner, miss, rates, squares));
        }

        float soonest = Least(least);
        return soonest <= 0 ? float.NegativeInfinity : MathF.BitDecrement((float)(motion.Time + soonest * Down));
    }

    /// <summary>Until when margins last; 0 for those that may end before the first step is over.</summary>
    /// <remarks>Behind the first step the t with (speed + rate) t + square t^2 / 4 = left.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Soonest(
        Vector256<float> left, Vector256<float> speed, Vector256<float> first, Vector256<float> missed, Vector256<float> rate, Vector256<float> square)
    {
        Vector256<float> later = left - Vector256.FusedMultiplyAdd(speed, first, missed), slope = speed + rate;
        Vector256<float> time = first + (later + later) / (slope + Vector256.Sqrt(slope * slope + square * Vector256.Max(later, Vector256<float>.Zero)));
        return time & Vector256.GreaterThan(later, Vector256<float>.Zero);
    }

    /// <summary>The least of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Least(Vector256<float> values)
    {
        Vector128<float> quarter = Vector128.Min(values.GetLower(), values.GetUpper());
        return MathF.Min(MathF.Min(quarter[0], quarter[1]), MathF.Min(quarter[2], quarter[3]));
    }
}
