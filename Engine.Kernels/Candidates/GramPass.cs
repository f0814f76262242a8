using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Products with J J^T, and with J at the displacement W - W(0), from the fire sets of the present point; nothing is stored.</summary>
internal static unsafe class GramPass
{
    /// <summary>Adds the shard's part of J J^T v to its outputs (cleared first), before the squared output scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ApplyGram(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, float* vectors, long stride)
    {
        shard.ClearOutputs();
        Vector512<float> shift = Vector512.Create(problem.Shift);
        float* own = vectors + shard.FirstOutput * stride;
        for (int local = 0; local < shard.Count; local++)
        {
            NeuronSlot slot = shard.Slots[local];
            float* sign = problem.Sign(shard.FirstNeuron + local);
            float* first = shard.Group(slot.Start);
            int entries = 0;
            for (int g = 0; g < slot.Groups; g++)
            {
                float* group = first + g * CandidateShard.GroupFloats;
                Vector512<float> fired = Vector512.GreaterThan(Vector512.LoadAligned(group), shift);
                if (fired.ExtractMostSignificantBits() == 0) continue;
                Vector512<int> ids = Vector512.LoadAligned((int*)(group + CandidateShard.IdOffset));
                Lanes.Compress(LanePasses.Combine(sign, own, shard.OutputCount, stride, ids), fired, scratch.Coefficients + entries);
                entries += Lanes.Compress(ids, fired, scratch.Ids + entries);
            }

            if (entries == 0) continue;
            LanePasses.Products(problem, scratch, (int*)(first + CandidateShard.IdOffset), CandidateShard.GroupFloats, slot.Groups, slot.Count, entries);
            ScatterFired(problem, shard, scratch, slot, sign);
        }
    }

    /// <summary>Adds the shard's part of J (W - W(0)) to its outputs (cleared first), before the output scale.</summary>
    /// <returns>The shard's part of how far the weights have moved.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Displacement ApplyDisplacement(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch)
    {
        shard.ClearOutputs();
        Displacement moved = default;
        for (int local = 0; local < shard.Count; local++)
        {
            NeuronSlot slot = shard.Slots[local];
            float* first = shard.Group(slot.Start);
            LanePasses.CompressCoefficients(shard, scratch, local, out int entries);
            if (entries == 0) continue;
            LanePasses.Products(problem, scratch, (int*)(first + CandidateShard.IdOffset), CandidateShard.GroupFloats, slot.Groups, slot.Count, entries);
            Vector512<float> norm = Vector512<float>.Zero;
            for (int g = 0; g < slot.Groups; g++)
            {
                Vector512<float> c = Vector512.LoadAligned(first + g * CandidateShard.GroupFloats + CandidateShard.CoefficientOffset);
                norm = Vector512.FusedMultiplyAdd(c, Vector512.Load(scratch.Products + g * Lanes.Width), norm);
            }

            moved = moved.With(Vector512.Sum(norm));
            ScatterFired(problem, shard, scratch, slot, problem.Sign(shard.FirstNeuron + local));
        }

        return moved;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScatterFired(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, NeuronSlot slot, float* sign)
    {
        Vector512<float> shift = Vector512.Create(problem.Shift);
        for (int g = 0; g < slot.Groups; g++)
        {
            float* group = shard.Group(slot.Start + g);
            ulong bits = Vector512.GreaterThan(Vector512.LoadAligned(group), shift).ExtractMostSignificantBits();
            LanePasses.Scatter(
                shard.Outputs, shard.OutputCount, shard.Samples, sign, (int*)(group + CandidateShard.IdOffset), scratch.Products + g * Lanes.Width, 0, bits);
        }
    }
}
