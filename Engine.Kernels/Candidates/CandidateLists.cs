using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Chooses candidate lists from whole rows of scores: the only work that costs d per pair.</summary>
internal static unsafe class CandidateLists
{
    /// <summary>Computes the scores of up to 8 neurons and chooses their lists; what the old lists knew is carried over.</summary>
    /// <remarks>
    /// <c>locals</c> are <c>count</c> (1 to 8) neuron numbers within the shard. Cost: 2 n d each.
    /// w_r = w_r(0) + sum_i c_ri x_i is formed in scratch, ids ascending. A list keeps every pair whose coefficient, step or fired mark is
    /// not zero even when its score has left the band, so the weights stay a function of the lists.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Choose(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, int* locals, int count)
    {
        PackedRows samples = problem.Samples;
        int d = samples.Dimension;
        float* sizes = stackalloc float[TileProduct.TileRows];
        for (int q = 0; q < count; q++)
            sizes[q] = Weights(problem, shard, locals[q], scratch.Weights + (long)q * d);
        TileProduct.Multiply(scratch.Weights, d, samples.Panels, samples.PanelCount, d, scratch.Scores, samples.PaddedCount);
        for (int q = 0; q < count; q++)
        {
            float* scores = scratch.Scores + (long)q * samples.PaddedCount;
            new Span<float>(scores + samples.Count, samples.PaddedCount - samples.Count).Fill(CandidateShard.PadScore);
            Unload(shard, scratch, locals[q]);
            int kept = Select(problem, scratch, scores, problem.Band, scratch.ListIds);
            int coldKept = shard.Cold is null ? 0 : Select(problem, scratch, scores, problem.ColdBand, scratch.ColdIds);
            shard.Reserve(locals[q], kept);
            Load(shard, scratch, scores, locals[q], kept);
            float norm = Norm(scratch.Weights + (long)q * d, d);
            shard.Slots[locals[q]].Moved = problem.RoundingSlack(norm, sizes[q], kept);
            if (shard.Cold is not null) ColdChoice.Replace(problem, shard, scratch, locals[q], coldKept, scores, norm);
        }
    }

    /// <summary>w_r = w_r(0) + sum_i c_ri x_i, one chain of fused multiply-adds per component, ids ascending.</summary>
    /// <returns>sum_i |c_ri|.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Weights(CandidateProblem problem, CandidateShard shard, int local, float* destination)
    {
        int d = problem.Samples.Dimension;
        problem.Rows.Copy(shard.FirstNeuron + local, 1, destination);
        NeuronSlot slot = shard.Slots[local];
        float size = 0;
        for (int lane = 0; lane < slot.Count; lane++)
        {
            float* group = shard.Group(slot.Start + lane / Lanes.Width) + lane % Lanes.Width;
            float c = group[CandidateShard.CoefficientOffset];
            if (c == 0) continue;
            size += MathF.Abs(c);
            AddScaled(problem.Samples.Row(((int*)group)[CandidateShard.IdOffset]), c, destination, d);
        }

        return size;
    }

    /// <summary>destination += c row, one fused multiply-add per component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(float* row, float c, float* destination, int d)
    {
        int k = 0;
        Vector512<float> scale = Vector512.Create(c);
        for (; k + Lanes.Width <= d; k += Lanes.Width)
            Vector512.FusedMultiplyAdd(scale, Vector512.Load(row + k), Vector512.Load(destination + k)).Store(destination + k);
        for (; k < d; k++) destination[k] = MathF.FusedMultiplyAdd(c, row[k], destination[k]);
    }

    /// <summary>An upper bound on |row|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Norm(float* row, int d)
    {
        int k = 0;
        Vector512<float> squares = Vector512<float>.Zero;
        for (; k + Lanes.Width <= d; k += Lanes.Width)
            squares = Vector512.FusedMultiplyAdd(Vector512.Load(row + k), Vector512.Load(row + k), squares);
        float sum = Vector512.Sum(squares);
        for (; k < d; k++) sum += row[k] * row[k];
        return MathF.Sqrt(sum) * (1 + (d + 4) * CandidateProblem.UnitRoundoff);
    }

    /// <summary>Spreads an old list over the by-sample rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unload(CandidateShard shard, CandidateScratch scratch, int local)
    {
        NeuronSlot slot = shard.Slots[local];
        for (int lane = 0; lane < slot.Count; lane++)
        {
            int g = slot.Start + lane / Lanes.Width, l = lane % Lanes.Width;
            float* group = shard.Group(g) + l;
            int id = ((int*)group)[CandidateShard.IdOffset];
            scratch.RowCoefficients[id] = group[CandidateShard.CoefficientOffset];
            scratch.RowFired[id] = *shard.Fired(g) >> l & 1;
            float* steps = shard.Steps(g);
            if (steps != null) scratch.RowSteps[id] = steps[l];
        }
    }

    /// <summary>Compresses the samples within a band, and those in use, ascending, into a list.</summary>
    /// <remarks>Without a branch: which groups of 16 hold a candidate cannot be predicted.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Select(CandidateProblem problem, CandidateScratch scratch, float* scores, float band, int* list)
    {
        Vector512<float> floor = Vector512.Create(problem.Shift - band);
        Vector512<int> ids = Vector512<int>.Indices, step = Vector512.Create(Lanes.Width);
        float* coefficients = scratch.RowCoefficients, fired = scratch.RowFired, steps = scratch.RowSteps;
        int kept = 0, padded = problem.Samples.PaddedCount;
        for (int i = 0; i < padded; i += Lanes.Width, ids += step)
        {
            Vector512<float> known = Vector512.LoadAligned(coefficients + i) | Vector512.LoadAligned(fired + i) | Vector512.LoadAligned(steps + i);
            Vector512<float> used = ~Vector512.Equals(known, Vector512<float>.Zero);
            kept += Lanes.Compress(ids, Vector512.GreaterThan(Vector512.LoadAligned(scores + i), floor) | used, list + kept);
        }

        return kept;
    }

    /// <summary>Fills the groups of the new list, which ListIds names, the unused lanes of the last one too, and clears the by-sample rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(CandidateShard shard, CandidateScratch scratch, float* scores, int local, int kept)
    {
        int* list = scratch.ListIds;
        int start = shard.Slots[local].Start;
        Vector512<int> count = Vector512.Create(kept), lanes = Vector512<int>.Indices, width = Vector512.Create(Lanes.Width);
        for (int lane = 0; lane < kept; lane += Lanes.Width, lanes += width)
        {
            int g = start + lane / Lanes.Width;
            float* group = shard.Group(g);
            Vector512<int> listed = Vector512.LessThan(lanes, count);
            Vector512<int> ids = Vector512.Load(list + lane) & listed;
            Vector512<float> z = Lanes.Gather(scores, ids);
            Vector512.ConditionalSelect(listed.AsSingle(), z, Vector512.Create(CandidateShard.PadScore)).StoreAligned(group);
            (Lanes.Gather(scratch.RowCoefficients, ids) & listed.AsSingle()).StoreAligned(group + CandidateShard.CoefficientOffset);
            ids.StoreAligned((int*)(group + CandidateShard.IdOffset));
            Vector512<float> fired = Lanes.Gather(scratch.RowFired, ids) & listed.AsSingle();
            *shard.Fired(g) = (ushort)Vector512.GreaterThan(fired, Vector512<float>.Zero).ExtractMostSignificantBits();
            float* steps = shard.Steps(g);
            if (steps != null) (Lanes.Gather(scratch.RowSteps, ids) & listed.AsSingle()).StoreAligned(steps);
        }

        for (int lane = 0; lane < kept; lane++)
        {
            int id = list[lane];
            scratch.RowCoefficients[id] = 0;
            scratch.RowFired[id] = 0;
            scratch.RowSteps[id] = 0;
        }
    }
}
