using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Adds elements of vectors, with signs, to the rows their codes name; no checks.</summary>
internal static unsafe class ScatterKernel
{
    /// <summary>Copies 16 vectors, <paramref name="stride"/> floats apart, to shape (columns, 16).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(float* vectors, long stride, int columns, float* interleaved)
    {
        for (int lane = 0; lane < Lanes.Width; lane++, vectors += stride)
        {
            float* target = interleaved + lane;
            for (int j = 0; j < columns; j++) target[j * Lanes.Width] = vectors[j];
        }
    }

    /// <summary>sums[row] += ± element, 16 vectors at once; q codes per column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLanes(float* interleaved, uint* codes, int columns, int nonZeros, float* sums)
    {
        for (int j = 0; j < columns; j++, interleaved += Lanes.Width)
        {
            Vector512<uint> x = Vector512.LoadAligned(interleaved).AsUInt32();
            for (uint* end = codes + nonZeros; codes < end; codes++)
            {
                float* row = sums + (long)(*codes & ~SignedRow.SignBit) * Lanes.Width;
                Vector512<float> signed = (x ^ Vector512.Create(*codes & SignedRow.SignBit)).AsSingle();
                (Vector512.LoadAligned(row) + signed).StoreAligned(row);
            }
        }
    }

    /// <summary>The same for one vector, whose sums lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* vector, uint* codes, int columns, int nonZeros, float* sums)
    {
        for (int j = 0; j < columns; j++)
        {
            uint x = BitConverter.SingleToUInt32Bits(vector[j]);
            for (uint* end = codes + nonZeros; codes < end; codes++)
                sums[*codes & ~SignedRow.SignBit] += BitConverter.UInt32BitsToSingle(x ^ (*codes & SignedRow.SignBit));
        }
    }

    /// <summary>Copies sums of shape (rows, 16) to 16 results of length rows, times the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Separate(float* sums, int rows, float scale, float* results)
    {
        for (int lane = 0; lane < Lanes.Width; lane++, results += rows)
        {
            for (int row = 0; row < rows; row++) results[row] = sums[(long)row * Lanes.Width + lane] * scale;
        }
    }

    /// <summary>Multiplies in place; a scale of 1 changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<float> sums, float scale)
    {
        foreach (ref float sum in sums) sum *= scale;
    }
}
