using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>One fused pass over a shard: move the weights along a direction, update the scores, choose used-up lists again, add up the outputs.</summary>
internal static unsafe class StepPass
{
    /// <summary>Runs the pass; the shard's partial outputs and counts are those of the new point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, in StepMove move)
    {
        shard.ClearOutputs();
        shard.Counts = default;
        int* due = stackalloc int[TileProduct.TileRows];
        int dueCount = 0;
        for (int local = 0; local < shard.Count; local++)
        {
            NeuronSlot* slot = shard.Slots + local;
            if (slot->Count > 0) slot->Moved = MathF.BitIncrement(slot->Moved + Advance(problem, shard, scratch, local, move));
            if (slot->Moved < problem.Band && !move.RefreshAll)
            {
                Fire(problem, shard, local);
                continue;
            }

            if (ColdChoice.Suffices(problem, shard, local))
            {
                ColdChoice.Choose(problem, shard, scratch, local);
                shard.Counts.ColdRefreshes++;
                Fire(problem, shard, local);
                continue;
            }

            due[dueCount++] = local;
            if (dueCount < TileProduct.TileRows) continue;
            Refresh(problem, shard, scratch, due, dueCount);
            dueCount = 0;
        }

        if (dueCount > 0) Refresh(problem, shard, scratch, due, dueCount);
    }

    /// <summary>Adds a_r (z - b) of every firing pair of a neuron to the shard's outputs and counts it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fire(CandidateProblem problem, CandidateShard shard, int local)
    {
        NeuronSlot slot = shard.Slots[local];
        float* sign = problem.Sign(shard.FirstNeuron + local), group = shard.Group(slot.Start);
        ushort* fired = shard.Fired(slot.Start);
        double* outputs = shard.Outputs;
        Vector512<float> shift = Vector512.Create(problem.Shift);
        int fires = 0, flips = 0;
        for (int g = 0; g < slot.Groups; g++, group += CandidateShard.GroupFloats)
        {
            ulong bits = Vector512.GreaterThan(Vector512.LoadAligned(group), shift).ExtractMostSignificantBits();
            fires += BitOperations.PopCount(bits);
            flips += BitOperations.PopCount(bits ^ fired[g]);
            LanePasses.Scatter(outputs, shard.OutputCount, shard.Samples, sign, (int*)(group + CandidateShard.IdOffset), group, problem.Shift, bits);
        }

        shard.Counts.Fires += fires;
        shard.Counts.Flips += flips;
        shard.Counts.Candidates += slot.Count;
        shard.Counts.Scored += slot.Count;
    }

    private static void Refresh(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, int* due, int count)
    {
        CandidateLists.Choose(problem, shard, scratch, due, count);
        for (int q = 0; q < count; q++) Fire(problem, shard, due[q]);
        shard.Counts.Refreshes += count;
    }

    /// <summary>Updates c and z of one neuron.</summary>
    /// <returns>An upper bound on the path its weights have gone, rounding included.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Advance(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, int local, in StepMove move)
    {
        NeuronSlot slot = shard.Slots[local];
        int groups = slot.Groups;
        float* first = shard.Group(slot.Start);
        Vector512<float> change = Vector512<float>.Zero, size = Vector512<float>.Zero;
        int entries = 0;
        for (int g = 0; g < groups; g++)
        {
            float* group = first + g * CandidateShard.GroupFloats;
            Vector512<int> ids = Vector512.LoadAligned((int*)(group + CandidateShard.IdOffset));
            Vector512<float> c = Vector512.LoadAligned(group + CandidateShard.CoefficientOffset);
            Vector512<float> dc = Increment(problem, shard, local, slot.Start + g, Vector512.LoadAligned(group), c, ids, move);
            dc.Store(scratch.StepLanes + g * Lanes.Width);
            Vector512<float> moves = ~Vector512.Equals(dc, Vector512<float>.Zero);
            if (moves.ExtractMostSignificantBits() == 0) continue;
            c += dc;
            c.StoreAligned(group + CandidateShard.CoefficientOffset);
            change += Vector512.Abs(dc);
            size += Vector512.Abs(c);
            Lanes.Compress(dc, moves, scratch.Coefficients + entries);
            entries += Lanes.Compress(ids, moves, scratch.Ids + entries);
        }

        if (entries == 0) return 0;
        float primalNorm = LanePasses.Products(
            problem, scratch, (int*)(first + CandidateShard.IdOffset), CandidateShard.GroupFloats, groups, slot.Count, entries);
        Vector512<float> dualNorm = Vector512<float>.Zero;
        for (int g = 0; g < groups; g++)
        {
            float* group = first + g * CandidateShard.GroupFloats;
            Vector512<float> dz = Vector512.Load(scratch.Products + g * Lanes.Width);
            dualNorm = Vector512.FusedMultiplyAdd(Vector512.Load(scratch.StepLanes + g * Lanes.Width), dz, dualNorm);
            (Vector512.LoadAligned(group) + dz).StoreAligned(group);
        }

        float normSquared = problem.Kernel is null ? primalNorm : Vector512.Sum(dualNorm);
        return PathLength(normSquared, Vector512.Sum(change), Vector512.Sum(size), entries + problem.Samples.Dimension);
    }

    /// <summary>An upper bound on |dw| from a computed |dw|^2.</summary>
    /// <remarks>
    /// With S = sum |dc|, every computed inner product of dw is off by at most gamma_(p+d) S, so |dw|^2 by gamma S^2 in dual form and |dw|
    /// by gamma S in primal form; the first covers both. The stored c is rounded: sum |c| u. The last factor covers root and sums.
    /// </remarks>
    public static float PathLength(float normSquared, float change, float size, int terms)
    {
        float gamma = (2 * terms + 16) * CandidateProblem.UnitRoundoff;
        float root = MathF.Sqrt(MathF.Max(0, normSquared) + gamma * change * change);
        return (root + CandidateProblem.UnitRoundoff * size) * (1 + 32 * CandidateProblem.UnitRoundoff);
    }

    /// <summary>dc of 16 lanes: what the direction says where the lane fired at the base point and, under a ridge, the way back where it did not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Increment(
        CandidateProblem problem, CandidateShard shard, int local, int group, Vector512<float> z, Vector512<float> c, Vector512<int> ids, in StepMove move)
    {
        float* steps = shard.Steps(group);
        if (!move.FromBase && steps != null) return Vector512.Load(steps) * move.Length;

        Vector512<float> fired;
        if (move.FromBase)
        {
            fired = Vector512.GreaterThan(z, Vector512.Create(problem.Shift));
            *shard.Fired(group) = (ushort)fired.ExtractMostSignificantBits();
        }
        else
        {
            fired = LanePasses.Expand(*shard.Fired(group));
        }

        Vector512<float> target = Vector512<float>.Zero;
        if (fired.ExtractMostSignificantBits() != 0)
        {
            float* sign = problem.Sign(shard.FirstNeuron + local);
            float* direction = move.Direction + (long)shard.FirstOutput * move.Stride;
            target = LanePasses.Combine(sign, direction, shard.OutputCount, move.Stride, ids) * (float)-problem.OutputScale & fired;
        }

        if (steps == null) return target * move.Length;
        Vector512<float> full = target - c * move.Shrink;
        full.Store(steps);
        return full * move.Length;
    }
}
