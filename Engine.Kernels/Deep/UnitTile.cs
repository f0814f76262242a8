using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Arithmetic on a tile of W: 16 units side by side, input-major, shape (p, 16), so that a sparse input meets one cache line per entry.</summary>
internal static unsafe class UnitTile
{
    /// <summary>Units of a tile.</summary>
    public const int Units = Lanes.Width;

    /// <summary>Tiles that m units fill.</summary>
    public static int CountFor(int units) => (units + Units - 1) / Units;

    /// <summary>Copies columns of up to 16 rows; units that are missing get zeros.</summary>
    /// <param name="rows">First element of the first row, rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">p.</param>
    /// <param name="units">Rows there are, at most 16.</param>
    /// <param name="columns">Columns to copy.</param>
    /// <param name="tile">(columns, 16), 64-byte aligned.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(float* rows, long stride, int units, int columns, float* tile)
    {
        if (units == Units)
        {
            int whole = columns / BlockTranspose.Columns * BlockTranspose.Columns;
            for (int c = 0; c < whole; c += BlockTranspose.Columns) BlockTranspose.Square(rows + c, stride, tile + (long)c * Units);
            BlockTranspose.Narrow(rows + whole, stride, columns - whole, tile + (long)whole * Units);
            return;
        }

        new Span<float>(tile, columns * Units).Clear();
        for (int unit = 0; unit < units; unit++)
        {
            for (int c = 0; c < columns; c++) tile[c * Units + unit] = rows[unit * stride + c];
        }
    }

    /// <summary>sum_q h_q W_{., id_q}: the scores of 16 units for one sparse input.</summary>
    /// <param name="tile">(p, 16).</param>
    /// <param name="ids">Ids of the input.</param>
    /// <param name="values">Its values.</param>
    /// <param name="count">Its entries.</param>
    /// <remarks>Four chains of fused multiply-adds, entry q on chain q mod 4, added as (0 + 1) + (2 + 3).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(float* tile, int* ids, float* values, int count)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        int q = 0;
        for (; q <= count - 4; q += 4)
        {
            a = Accumulate(tile, ids[q], values[q], a);
            b = Accumulate(tile, ids[q + 1], values[q + 1], b);
            c = Accumulate(tile, ids[q + 2], values[q + 2], c);
            d = Accumulate(tile, ids[q + 3], values[q + 3], d);
        }

        if (q < count) a = Accumulate(tile, ids[q], values[q], a);
        if (q + 1 < count) b = Accumulate(tile, ids[q + 1], values[q + 1], b);
        if (q + 2 < count) c = Accumulate(tile, ids[q + 2], values[q + 2], c);
        return a + b + (c + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Accumulate(float* tile, int id, float value, Vector512<float> sum) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(value), Vector512.LoadAligned(tile + (long)id * Units), sum);
}
