using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Adds elements of vectors, with signs, to the rows their codes name; no checks.</summary>
/// <remarks>Codes lie column by column, shape (columns, q); the rows of one column are distinct.</remarks>
internal static unsafe class ScatterKernel
{
    /// <summary>sums[row] += ± element, 16 vectors at once.</summary>
    /// <param name="vectors">The first vector's first column.</param>
    /// <param name="stride">Floats from one vector to the next.</param>
    /// <param name="columns">At most <see cref="CodeTable.Columns"/>; that many behind them are prefetched when they are as many.</param>
    /// <param name="codes">Shape (columns, q).</param>
    /// <param name="nonZeros">q.</param>
    /// <param name="block">Room for 16 x 16.</param>
    /// <param name="sums">Shape (s, 16).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddGroup(float* vectors, long stride, int columns, uint* codes, int nonZeros, float* block, float* sums)
    {
        float* next = vectors + CodeTable.Columns;
        int j = 0;
        for (; j + BlockTranspose.Columns <= columns; j += BlockTranspose.Columns, next += stride, codes += BlockTranspose.Columns * nonZeros)
        {
            Prefetch(next);
            BlockTranspose.Square(vectors + j, stride, block);
            if (nonZeros == 1) AddSingles(block, codes, sums);
            else AddColumns(block, BlockTranspose.Columns, codes, nonZeros, sums);
        }

        BlockTranspose.Narrow(vectors + j, stride, columns - j, block);
        AddColumns(block, columns - j, codes, nonZeros, sums);
    }

    /// <summary>sums[row] += ± element for one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add(float* vector, int columns, uint* codes, int nonZeros, float* sums)
    {
        for (int j = 0; j < columns; j++, codes += nonZeros) AddElement(vector[j], codes, nonZeros, sums);
    }

    /// <summary>sums[row] += ± element for the non-zeros of one vector, up to the first that lies outside a range of columns.</summary>
    /// <param name="values">The non-zeros.</param>
    /// <param name="ids">Their columns.</param>
    /// <param name="stored">Their number.</param>
    /// <param name="firstColumn">First column of the range.</param>
    /// <param name="columns">Columns in the range.</param>
    /// <param name="codes">Shape (N, q), all columns.</param>
    /// <param name="nonZeros">q.</param>
    /// <param name="sums">s sums.</param>
    /// <returns>Number of elements added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static long AddSparse(float* values, int* ids, long stored, int firstColumn, int columns, uint* codes, int nonZeros, float* sums)
    {
        long e = 0;
        if (nonZeros == 1)
        {
            for (; e < stored && (uint)(ids[e] - firstColumn) < (uint)columns; e++) AddOne(BitConverter.SingleToUInt32Bits(values[e]), codes[ids[e]], sums);
            return e;
        }

        for (; e < stored && (uint)(ids[e] - firstColumn) < (uint)columns; e++) AddElement(values[e], codes + (long)ids[e] * nonZeros, nonZeros, sums);
        return e;
    }

    /// <summary>Copies sums of shape (rows, 16) to 16 results of length rows, times the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Separate(float* sums, int rows, float scale, float* results)
    {
        for (int lane = 0; lane < Lanes.Width; lane++, results += rows)
        {
            for (int row = 0; row < rows; row++) results[row] = sums[(long)row * Lanes.Width + lane] * scale;
        }
    }

    // The 256 columns of one vector. Sixteen streams at once are more than hardware follows; while one block is added, software asks for a sixteenth
    // of the next 256 columns. Behind the last element this does nothing: a prefetch never faults.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* line)
    {
        if (!Sse.IsSupported) return;
        for (int l = 0; l < CodeTable.Columns; l += Lanes.Width) Sse.Prefetch1(line + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSingles(float* block, uint* codes, float* sums)
    {
        for (int j = 0; j < BlockTranspose.Columns; j += 4, block += 4 * Lanes.Width, codes += 4)
        {
            AddLanes(Vector512.LoadAligned(block).AsUInt32(), codes, sums);
            AddLanes(Vector512.LoadAligned(block + Lanes.Width).AsUInt32(), codes + 1, sums);
            AddLanes(Vector512.LoadAligned(block + 2 * Lanes.Width).AsUInt32(), codes + 2, sums);
            AddLanes(Vector512.LoadAligned(block + 3 * Lanes.Width).AsUInt32(), codes + 3, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddColumns(float* block, int columns, uint* codes, int nonZeros, float* sums)
    {
        for (int j = 0; j < columns; j++, block += Lanes.Width)
        {
            Vector512<uint> x = Vector512.LoadAligned(block).AsUInt32();
            int t = 0;
            for (; t + 4 <= nonZeros; t += 4, codes += 4) AddFour(x, codes, sums);
            for (; t < nonZeros; t++, codes++) AddLanes(x, codes, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes(Vector512<uint> x, uint* code, float* sums)
    {
        float* row = Row(*code, sums);
        (Vector512.LoadAligned(row) + Signed(x, code)).StoreAligned(row);
    }

    // Distinct rows, so that all loads may come before all stores: a load behind a store to an unrelated row often waits for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(Vector512<uint> x, uint* codes, float* sums)
    {
        float* row0 = Row(codes[0], sums), row1 = Row(codes[1], sums), row2 = Row(codes[2], sums), row3 = Row(codes[3], sums);
        Vector512<float> sum0 = Vector512.LoadAligned(row0) + Signed(x, codes), sum1 = Vector512.LoadAligned(row1) + Signed(x, codes + 1);
        Vector512<float> sum2 = Vector512.LoadAligned(row2) + Signed(x, codes + 2), sum3 = Vector512.LoadAligned(row3) + Signed(x, codes + 3);
        sum0.StoreAligned(row0);
        sum1.StoreAligned(row1);
        sum2.StoreAligned(row2);
        sum3.StoreAligned(row3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddElement(float value, uint* codes, int nonZeros, float* sums)
    {
        uint x = BitConverter.SingleToUInt32Bits(value);
        int t = 0;
        for (; t + 4 <= nonZeros; t += 4) AddFour(x, codes + t, sums);
        for (; t < nonZeros; t++) AddOne(x, codes[t], sums);
    }

    // As for 16 vectors: distinct rows, all loads before all stores.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(uint x, uint* codes, float* sums)
    {
        Vector128<uint> four = Vector128.Load(codes), rows = four & Vector128.Create(~SignedRow.SignBit);
        Vector128<float> signed = (Vector128.Create(x) ^ (four & Vector128.Create(SignedRow.SignBit))).AsSingle();
        float* row0 = sums + rows[0], row1 = sums + rows[1], row2 = sums + rows[2], row3 = sums + rows[3];
        Vector128<float> sum = Vector128.Create(*row0, *row1, *row2, *row3) + signed;
        *row0 = sum[0];
        *row1 = sum[1];
        *row2 = sum[2];
        *row3 = sum[3];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOne(uint x, uint code, float* sums) =>
        sums[code & ~SignedRow.SignBit] += BitConverter.UInt32BitsToSingle(x ^ (code & SignedRow.SignBit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Row(uint code, float* sums) => sums + (ulong)(code & ~SignedRow.SignBit) * Lanes.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Signed(Vector512<uint> x, uint* code) =>
        (x ^ (Vector512.Create(*code) & Vector512.Create(SignedRow.SignBit))).AsSingle();
}
