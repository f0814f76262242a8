using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Products of sparse rows with one another, unit by unit: a pair costs one multiplication for each unit active on both.</summary>
internal static unsafe class ActiveGram
{
    // A target row stays in the first-level cache while the units active on its sample pass over it; rows of an item share the waking of a thread.
    private const int RowsPerItem = 8;

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
        using var byUnit = new NativeBuffer<float>(columns.Count);
        float* values = byUnit.Pointer;
        columns.Gather(rows, values, team);
        int items = (rows.Count + RowsPerItem - 1) / RowsPerItem;
        // The last rows are the longest: first come, first done.
        team.Run(items, (_, item) =>
        {
            int firstRow = (items - 1 - item) * RowsPerItem;
            for (int i = firstRow; i < Math.Min(rows.Count, firstRow + RowsPerItem); i++) AddRow(rows, columns, values, first, end, i, target + i * stride);
        });
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
    private static void AddRow(ActiveRows rows, UnitColumns columns, float* values, int first, int end, int i, double* row)
    {
        ReadOnlySpan<int> ids = rows.Ids(i);
        for (int e = ActiveRows.FirstAtLeast(ids, first); e < ids.Length && ids[e] < end; e++)
        {
            double factor = rows.Values(i)[e];
            ReadOnlySpan<int> samples = columns.Samples(ids[e]);
            var others = new ReadOnlySpan<float>(values + columns.Start(ids[e]), samples.Length);
            for (int b = 0; b < samples.Length && samples[b] <= i; b++) row[samples[b]] += factor * others[b];
        }
    }
}
