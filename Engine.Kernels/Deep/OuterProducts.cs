using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>W += length sum_j v_j h_j^T for sparse v_j and h_j: only the entries that both make non-zero are touched, each by one fused multiply-add per sample, samples in order.</summary>
internal static unsafe class OuterProducts
{
    /// <summary>Multiplications: the products |v_j| |h_j| and v_j times length.</summary>
    public static long WorkFor(ActiveRows v, ActiveRows inputs)
    {
        long sum = 0;
        for (int j = 0; j < v.Count; j++) sum += v.Ids(j).Length * (inputs.Ids(j).Length + 1L);
        return sum;
    }

    /// <summary>Adds to some rows of W.</summary>
    /// <param name="v">n rows over m units.</param>
    /// <param name="inputs">n rows over p units.</param>
    /// <param name="first">First unit.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="rows">Their rows of W, (units, p).</param>
    public static void AddToRows(ActiveRows v, ActiveRows inputs, int first, int units, float* rows)
    {
        for (int j = 0; j < v.Count; j++)
        {
            ReadOnlySpan<int> ids = v.Ids(j), columns = inputs.Ids(j);
            ReadOnlySpan<float> values = v.Values(j), h = inputs.Values(j);
            for (int q = ActiveRows.FirstAtLeast(ids, first); q < ids.Length && ids[q] < first + units; q++)
            {
                float* row = rows + (long)(ids[q] - first) * inputs.Width;
                for (int p = 0; p < columns.Length; p++) row[columns[p]] = MathF.FusedMultiplyAdd(values[q], h[p], row[columns[p]]);
            }
        }
    }

    /// <summary>Adds to consecutive tiles of W.</summary>
    /// <param name="v">n rows over m units.</param>
    /// <param name="length">Any sign.</param>
    /// <param name="inputs">n rows over p units.</param>
    /// <param name="first">First tile.</param>
    /// <param name="end">Behind the last tile.</param>
    /// <param name="tile">The first one; each (p, 16).</param>
    /// <param name="cursors">n numbers of scratch.</param>
    public static void AddToTiles(ActiveRows v, float length, ActiveRows inputs, int first, int end, float* tile, Span<int> cursors)
    {
        for (int j = 0; j < v.Count; j++) cursors[j] = ActiveRows.FirstAtLeast(v.Ids(j), first * UnitTile.Units);
        float* steps = stackalloc float[UnitTile.Units];
        for (int t = first; t < end; t++, tile += (long)inputs.Width * UnitTile.Units)
        {
            for (int j = 0; j < v.Count; j++)
            {
                int lane = Spread(v, j, length, t * UnitTile.Units, ref cursors[j], steps, out int count);
                if (count == 0) continue;
                fixed (int* ids = inputs.Ids(j))
                fixed (float* values = inputs.Values(j))
                {
                    if (count == 1) AddLane(tile + lane, steps[lane], ids, values, inputs.Ids(j).Length);
                    else AddLanes(tile, Vector512.Load(steps), ids, values, inputs.Ids(j).Length);
                }
            }
        }
    }

    /// <summary>Writes the entries of a row that lie in a tile to their lanes, and zeros to the others.</summary>
    /// <returns>The last lane that has an entry.</returns>
    private static int Spread(ActiveRows v, int row, float length, int firstUnit, ref int cursor, float* lanes, out int count)
    {
        ReadOnlySpan<int> ids = v.Ids(row);
        int begin = cursor, lane = 0;
        if (begin < ids.Length && ids[begin] < firstUnit + UnitTile.Units)
        {
            Vector512<float>.Zero.Store(lanes);
            ReadOnlySpan<float> values = v.Values(row);
            for (; cursor < ids.Length && ids[cursor] < firstUnit + UnitTile.Units; cursor++)
            {
                lane = ids[cursor] - firstUnit;
                lanes[lane] = length * values[cursor];
            }
        }

        count = cursor - begin;
        return lane;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLane(float* lane, float step, int* ids, float* values, int count)
    {
        for (int q = 0; q < count; q++)
        {
            float* w = lane + (long)ids[q] * UnitTile.Units;
            *w = MathF.FusedMultiplyAdd(step, values[q], *w);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLanes(float* tile, Vector512<float> steps, int* ids, float* values, int count)
    {
        for (int q = 0; q < count; q++)
        {
            float* w = tile + (long)ids[q] * UnitTile.Units;
            Vector512.FusedMultiplyAdd(steps, Vector512.Create(values[q]), Vector512.LoadAligned(w)).StoreAligned(w);
        }
    }
}
