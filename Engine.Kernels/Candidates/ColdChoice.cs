using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Chooses a hot list from the cold one: work that costs no d per pair, and reads neither W nor whole rows of scores.</summary>
/// <remarks>
/// A pair that is not on the cold list had z &lt;= b - ColdBand when that was chosen. As long as the path since then plus Band stays below ColdBand, it
/// still has z &lt;= b - Band and does not belong on the hot list. Whatever the hot list has held since then, so every pair with a coefficient, a
/// step or a fired mark, is on the cold list: it was hot, or in use, when that was chosen.
/// </remarks>
internal static unsafe class ColdChoice
{
    /// <summary>Whether the cold list of a neuron still knows every pair a new hot list may need.</summary>
    public static bool Suffices(CandidateProblem problem, CandidateShard shard, int local) =>
        shard.Cold is not null && MathF.BitIncrement(PathSince(shard, local) + problem.Band) <= problem.ColdBand;

    /// <summary>Chooses a neuron's hot list again, from the present scores of its cold list.</summary>
    /// <remarks>Cost: coefficients times cold pairs.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Choose(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, int local)
    {
        ColdLists lists = shard.Cold!;
        float path = PathSince(shard, local);
        ColdSlot cold = lists.Slots[local];
        float size = AddProducts(problem, shard, scratch, local, out int entries);
        CandidateLists.Unload(shard, scratch, local);
        int kept = Select(problem, lists, scratch, cold);
        shard.Reserve(local, kept);
        CandidateLists.Load(shard, scratch, scratch.Scores, local, kept);
        shard.Slots[local].Moved = problem.RoundingSlack(cold.Size + path + 2 * size, cold.Size + size, Math.Max(entries, cold.Entries) + problem.Samples.Dimension);
        lists.Slots[local].Moved = path;
    }

    /// <summary>Chooses a neuron's cold list, from a whole row of present scores, after its hot list.</summary>
    /// <param name="problem">What the passes read.</param>
    /// <param name="shard">Owns the neuron.</param>
    /// <param name="scratch">ColdIds names the pairs, ascending.</param>
    /// <param name="local">The neuron within the shard; its hot list is up to date.</param>
    /// <param name="count">Number of ColdIds.</param>
    /// <param name="scores">z by sample.</param>
    /// <param name="norm">An upper bound on |w_r|.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Replace(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, int local, int count, float* scores, float norm)
    {
        ColdLists lists = shard.Cold!;
        lists.Reserve(local, count);
        ColdSlot* slot = lists.Slots + local;
        Vector512<int> end = Vector512.Create(count), lanes = Vector512<int>.Indices, width = Vector512.Create(Lanes.Width);
        for (int g = 0; g < slot->Groups; g++, lanes += width)
        {
            float* group = lists.Group(slot->Start + g);
            Vector512<int> listed = Vector512.LessThan(lanes, end);
            Vector512<int> ids = Vector512.Load(scratch.ColdIds + g * Lanes.Width) & listed;
            ids.StoreAligned((int*)(group + ColdLists.IdOffset));
            Vector512.ConditionalSelect(listed.AsSingle(), Lanes.Gather(scores, ids), Vector512.Create(CandidateShard.PadScore)).StoreAligned(group);
        }

        float size = Products(problem, shard, scratch, local, out int entries);
        for (int g = 0; g < slot->Groups && entries > 0; g++)
        {
            float* group = lists.Group(slot->Start + g);
            (Vector512.LoadAligned(group) - Vector512.Load(scratch.Products + g * Lanes.Width)).StoreAligned(group);
        }

        slot->Size = norm + size;
        slot->Entries = entries;
        slot->Moved = shard.Slots[local].Moved;
    }

    private static float PathSince(CandidateShard shard, int local) =>
        MathF.BitIncrement(shard.Cold!.Slots[local].Moved + shard.Slots[local].Moved);

    /// <summary>&lt;sum_p c_p x_p, x_i&gt; for every pair of the cold list, into Products.</summary>
    /// <returns>sum |c_p|.</returns>
    private static float Products(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, int local, out int entries)
    {
        ColdLists lists = shard.Cold!;
        ColdSlot cold = lists.Slots[local];
        float size = LanePasses.CompressCoefficients(shard, scratch, local, out entries);
        if (entries > 0 && cold.Count > 0)
            LanePasses.Products(problem, scratch, (int*)(lists.Group(cold.Start) + ColdLists.IdOffset), ColdLists.GroupFloats, cold.Groups, cold.Count, entries);
        return size;
    }

    /// <summary>The present scores of the cold list, by sample, into Scores.</summary>
    private static float AddProducts(CandidateProblem problem, CandidateShard shard, CandidateScratch scratch, int local, out int entries)
    {
        float size = Products(problem, shard, scratch, local, out entries);
        ColdLists lists = shard.Cold!;
        ColdSlot cold = lists.Slots[local];
        float* scores = scratch.Scores;
        for (int g = 0; g < cold.Groups; g++)
        {
            float* group = lists.Group(cold.Start + g);
            int* ids = (int*)(group + ColdLists.IdOffset);
            Vector512<float> z = Vector512.LoadAligned(group);
            if (entries > 0) z += Vector512.Load(scratch.Products + g * Lanes.Width);
            z.Store(scratch.Products + g * Lanes.Width);
            int lanes = Math.Min(Lanes.Width, cold.Count - g * Lanes.Width);
            for (int l = 0; l < lanes; l++) scores[ids[l]] = scratch.Products[g * Lanes.Width + l];
        }

        return size;
    }

    /// <summary>Compresses the samples to keep, ascending, into ListIds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Select(CandidateProblem problem, ColdLists lists, CandidateScratch scratch, ColdSlot cold)
    {
        Vector512<float> floor = Vector512.Create(problem.Shift - problem.Band);
        Vector512<int> end = Vector512.Create(cold.Count), lanes = Vector512<int>.Indices, width = Vector512.Create(Lanes.Width);
        int kept = 0;
        for (int g = 0; g < cold.Groups; g++, lanes += width)
        {
            Vector512<int> ids = Vector512.LoadAligned((int*)(lists.Group(cold.Start + g) + ColdLists.IdOffset));
            Vector512<float> known = Lanes.Gather(scratch.RowCoefficients, ids) | Lanes.Gather(scratch.RowFired, ids) | Lanes.Gather(scratch.RowSteps, ids);
            Vector512<float> used = ~Vector512.Equals(known, Vector512<float>.Zero) & Vector512.LessThan(lanes, end).AsSingle();
            Vector512<float> hot = Vector512.GreaterThan(Vector512.Load(scratch.Products + g * Lanes.Width), floor);
            kept += Lanes.Compress(ids, hot | used, scratch.ListIds + kept);
        }

        return kept;
    }
}
