using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Bounds on how fast a neuron moves, and how fast its near pairs approach the threshold, in the references of the epoch.</summary>
internal static unsafe class DueRates
{
    // Rounding of the sums, and rows whose norm is one up to rounding.
    private const float Up = 1 + 64 * CandidateProblem.UnitRoundoff;

    /// <summary>Computes the three rates of a neuron from its fire set, and leaves the set's Q in Speeds for <see cref="Gains"/>.</summary>
    /// <remarks>Primal form: 2 |S| d multiply-adds; dual form: 2 |S|^2.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local)
    {
        DueRecords records = shard.Due!;
        DueSlot* record = records.Slots + local;
        DueMotion motion = context.Motion;
        Vector512<float> first = Vector512<float>.Zero, second = Vector512<float>.Zero, rest = Vector512<float>.Zero;
        int groups = record->ActiveGroups;
        for (int g = 0; g < groups; g++)
        {
            Vector512<int> coded = DueRecords.Coded(records.Active(*record, g));
            Vector512<float> fired = DueRecords.Fires(coded);
            Vector512<int> ids = DueRecords.Ids(coded);
            Vector512<float> q = Lanes.Gather(motion.First, ids) & fired, r = Lanes.Gather(motion.Second, ids) & fired;
            first += Vector512.Abs(q);
            second += Vector512.Abs(r);
            rest += Lanes.Gather(motion.Profile, ids) & fired;
            q.Store(scratch.Speeds + g * Lanes.Width);
            r.Store(scratch.Coefficients + g * Lanes.Width);
            ids.Store(scratch.Ids + g * Lanes.Width);
        }

        int entries = record->Active, terms = entries + context.Problem.Samples.Dimension;
        (float secondSquare, float firstSquare) = DueProducts.Combine(context.Problem, scratch, entries);
        if (context.Problem.Kernel is { } kernel)
        {
            firstSquare = DueProducts.DualSquare(kernel, scratch.Ids, scratch.Speeds, entries);
            secondSquare = DueProducts.DualSquare(kernel, scratch.Ids, scratch.Coefficients, entries);
        }

        record->First = Bound(firstSquare, Vector512.Sum(first), terms);
        record->Second = Bound(secondSquare, Vector512.Sum(second), terms);
        record->Rest = Vector512.Sum(rest) * (1 + (entries + 4) * CandidateProblem.UnitRoundoff) * Up;
        record->Added = 0;
    }

    /// <summary>At least the norm of a combination of unit rows, from its computed square and the sum of the factors' sizes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Bound(float square, float size, int terms) => size == 0 ? 0 : StepPass.PathLength(square, size, size: 0, terms) * Up;

    /// <summary>Gives every near pair its gain, right after <see cref="Compute"/> at the beginning of an epoch: due paths stay as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gains(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local)
    {
        DueRecords records = shard.Due!;
        DueSlot record = records.Slots[local];
        if (record.Near == 0) return;
        for (int q = 0; q < record.Near; q++)
        {
            int coded = DueRecords.NearIds(records.Near(record, q / DueRecords.NearLanes))[q % DueRecords.NearLanes];
            scratch.DueIds[q] = coded ^ coded >> 31;
        }

        scratch.DueIds[record.Near] = 0;
        DueProducts.Multiply(context.Problem, scratch, record.Active, record.Near);
        float sign = context.Problem.Sign(shard.FirstNeuron + local)[0], error = Error(context, record);
        for (int q = 0; q < record.Near; q++)
        {
            float* near = records.Near(record, q / DueRecords.NearLanes);
            bool fires = DueRecords.NearIds(near)[q % DueRecords.NearLanes] >= 0;
            near[DueRecords.GainOffset + q % DueRecords.NearLanes] = Gain(record.First, fires ? sign : -sign, scratch.Products[2 * q + 1], error);
        }
    }

    /// <summary>By how much slower than its neuron a pair approaches the threshold, at most.</summary>
    /// <param name="speed">First rate of the neuron.</param>
    /// <param name="side">a_r where the pair fires, -a_r where it does not.</param>
    /// <param name="product">&lt;sum_S Q_j x_j, x_i&gt;.</param>
    /// <param name="error">Its rounding error.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Gain(float speed, float side, float product, float error) => MathF.Max(0, (speed - (side * product + error)) * (1 - 4 * CandidateProblem.UnitRoundoff));

    /// <summary>A bound on the rounding error of a computed &lt;sum_S Q_j x_j, x_i&gt;: |Q_j| is below the profile, whose sum is the third rate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Error(in DueContext context, in DueSlot record) =>
        (2 * record.Active + context.Problem.Samples.Dimension + 16) * CandidateProblem.UnitRoundoff * record.Rest;
}
