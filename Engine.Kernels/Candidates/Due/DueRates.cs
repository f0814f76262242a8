using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Bounds on how fast a neuron moves, and how fast its near pairs approach the threshold, in terms of a reference.</summary>
internal static unsafe class DueRates
{
    // Rounding of the sums, and rows whose norm is one up to rounding.
    private const float Up = 1 + 64 * CandidateProblem.UnitRoundoff;

    /// <summary>Computes the rates of a neuron from its fire set, and leaves what <see cref="Speeds"/> needs.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="scratch">Receives Ids, Speeds (Q, 0 where it does not fire) and, in primal form, Velocity.</param>
    /// <param name="local">The neuron.</param>
    /// <param name="reference">The reference.</param>
    /// <returns>sum_S |Q|.</returns>
    /// <remarks>Primal form: |S| d multiply-adds; dual form: |S|^2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Compute(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, int reference)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        float* factors = context.Motion.Reference(reference), second = context.Motion.Second, profile = context.Motion.Profile;
        Vector512<float> size = Vector512<float>.Zero, turns = Vector512<float>.Zero, rest = Vector512<float>.Zero;
        int groups = record->ActiveGroups;
        for (int g = 0; g < groups; g++)
        {
            Vector512<int> coded = DueRecords.Coded(records.Active(*record, g)), ids = DueRecords.Ids(coded);
            Vector512<float> fired = DueRecords.Fires(coded), q = Lanes.Gather(factors, ids) & fired;
            size += Vector512.Abs(q);
            turns += Vector512.Abs(Lanes.Gather(second, ids)) & fired;
            rest += Lanes.Gather(profile, ids) & fired;
            q.Store(scratch.Speeds + g * Lanes.Width);
            ids.Store(scratch.Ids + g * Lanes.Width);
        }

        float total = Vector512.Sum(size), square = DueProducts.Combine(context.Problem, scratch.Ids, scratch.Speeds, record->Active, scratch.Velocity);
        float up = (1 + (record->Active + 4) * CandidateProblem.UnitRoundoff) * Up;
        (record->Second, record->Rest) = (Vector512.Sum(turns) * up, Vector512.Sum(rest) * up);
        record->Reference = (ushort)reference;
        record->First = Bound(square, total, record->Active + context.Problem.Samples.Dimension);
        return total;
    }

    /// <summary>At least the norm of a combination of unit rows, from its computed square and the sum of the factors' sizes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Bound(float square, float size, int terms) => size == 0 ? 0 : StepPass.PathLength(square, size, size: 0, terms) * Up;

    /// <summary>Gives every near pair its speed, what it moves towards the threshold by, at most, while the first clock moves by one, and says when the neuron is due.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="scratch">Ids and Speeds, or Velocity, of the fire set; the samples of all near lanes in DueIds.</param>
    /// <param name="local">The neuron.</param>
    /// <param name="size">At least the sum of the sizes of all factors that went into Velocity.</param>
    /// <param name="terms">At least their number.</param>
    /// <returns>As <see cref="DueTimes.Of"/>; the reference is new, its clocks at zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Speeds(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, float size, int terms)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        DueProducts.Multiply(context.Problem, scratch, scratch.Speeds, scratch.Velocity, record->Active, DueRecord.NearProducts(*record));
        // A firing pair approaches the threshold where a_r times its product is positive. Inner products are off by gamma of their terms times the factors' sizes.
        Vector256<float> sign = Vector256.Create(context.Problem.Sign(shard.FirstNeuron + local)[0]);
        Vector256<float> error = Vector256.Create((2 * terms + context.Problem.Samples.Dimension + 16) * CandidateProblem.UnitRoundoff * size * Up);
        DueRise rise = new(*record, context.Motion.Horizon(record->Reference));
        Vector256<float> least = DueTimes.Far(rise, *record, shard.Slots[local].Moved);
        for (int g = 0; g < record->NearGroups; g++)
        {
            float* near = records.Near(*record, g);
            Vector256<float> product = DueProducts.Of(scratch, g) * sign;
            Vector256<float> speed = Vector256.ConditionalSelect(DueRecords.NearFires(near), product, -product) + error;
            speed += Vector256.Abs(speed) * CandidateProblem.UnitRoundoff;
            speed.StoreAligned(near + DueRecords.SpeedOffset);
            least = Vector256.Min(least, rise.Soonest(Vector256.LoadAligned(near), speed));
        }

        return DueTimes.Due(context.Motion, least);
    }
}
