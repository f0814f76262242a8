using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Products of sparse rows with one another, unit by unit: a pair costs one multiplication for each unit active on both.</summary>
internal static unsafe class ActiveGram
{
    // Target rows of a block stay in the second-level cache while all units pass over them.
    private const int BlockBytes = 512 << 10;

    /// <summary>Adds the lower triangle of X X^T, over some units, to doubles.</summary>
    /// <param name="rows">X, n rows.</param>
    /// <param name="columns">The same by unit.</param>
    /// <param name="first">First unit.</param>
    /// <param name="end">Behind the last unit.</param>
    /// <param name="target">n rows, <paramref name="stride"/> doubles apart; added to.</param>
    /// <param name="stride">Doubles between rows.</param>
    /// <param name="team">Who does the work; sums run over ascending units, whatever its size.</param>
    /// <returns>Multiplications.</returns>
    public static long AddLower(ActiveRows rows, UnitColumns columns, int first, int end, double* target, long stride, WorkerTeam team)
    {
        int block = (int)Math.Clamp(BlockBytes / (rows.Count * (long)sizeof(double) + 1), 8, 256), blocks = (rows.Count + block - 1) / block;
        // The last blocks are the longest: first come, first done.
        team.Run(blocks, (_, item) => AddBlock(rows, columns, first, end, target, stride, (blocks - 1 - item) * block, Math.Min(rows.Count, (blocks - item) * block)));
        long work = 0;
        for (int r = first; r < end; r++)
        {
            long size = columns.Samples(r).Length;
            work += size * (size + 1) / 2;
        }

        return work;
    }

    /// <summary>sum_b row[ids_b] values_b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* row, ReadOnlySpan<int> ids, ReadOnlySpan<float> values)
    {
        Vector512<float> sum = default;
        int b = 0;
        fixed (int* id = ids)
        fixed (float* value = values)
        {
            for (; b <= ids.Length - Lanes.Width; b += Lanes.Width)
                sum = Vector512.FusedMultiplyAdd(Lanes.Gather(row, Vector512.Load(id + b)), Vector512.Load(value + b), sum);
        }

        float rest = Vector512.Sum(sum);
        for (; b < ids.Length; b++) rest = MathF.FusedMultiplyAdd(row[ids[b]], values[b], rest);
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(ActiveRows rows, UnitColumns columns, int first, int end, double* target, long stride, int firstRow, int endRow)
    {
        var values = new float[rows.Count];
        for (int r = first; r < end; r++)
        {
            ReadOnlySpan<int> samples = columns.Samples(r), entries = columns.Entries(r);
            int start = ActiveRows.FirstAtLeast(samples, firstRow), stop = ActiveRows.FirstAtLeast(samples, endRow);
            if (start == stop) continue;
            for (int a = 0; a < stop; a++) values[a] = rows.Values(samples[a])[entries[a]];
            for (int a = start; a < stop; a++)
            {
                double* row = target + samples[a] * stride;
                double factor = values[a];
                for (int b = 0; b <= a; b++) row[samples[b]] += factor * values[b];
            }
        }
    }
}
