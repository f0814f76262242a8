using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Adds elements of vectors, with signs, to the rows their codes name; no checks.</summary>
internal static unsafe class ScatterKernel
{
    /// <summary>Copies shape (columns, nonZeros) to shape (nonZeros, 256).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(uint* source, int columns, int nonZeros, uint* target)
    {
        for (int j = 0; j < columns; j++, source += nonZeros, target++)
        {
            for (int t = 0; t < nonZeros; t++) target[t * CodeTable.Columns] = source[t];
        }
    }

    /// <summary>Copies 16 vectors, <paramref name="stride"/> floats apart, to shape (columns, 16).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(float* vectors, long stride, int columns, float* interleaved)
    {
        int j = 0;
        if (Avx512F.IsSupported)
        {
            for (; j + 4 <= columns; j += 4) TransposeFour(vectors + j, stride, interleaved + j * Lanes.Width);
        }

        for (; j < columns; j++)
        {
            for (int lane = 0; lane < Lanes.Width; lane++) interleaved[j * Lanes.Width + lane] = vectors[lane * stride + j];
        }
    }

    /// <summary>sums[row] += ± element, 16 vectors at once; q codes per column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLanes(float* interleaved, uint* codes, int columns, int nonZeros, float* sums)
    {
        for (int j = 0; j < columns; j++, interleaved += Lanes.Width, codes++)
        {
            Vector512<uint> x = Vector512.LoadAligned(interleaved).AsUInt32();
            for (int t = 0; t < nonZeros; t++)
            {
                uint code = codes[t * CodeTable.Columns];
                float* row = sums + (long)(code & ~SignedRow.SignBit) * Lanes.Width;
                Vector512<float> signed = (x ^ Vector512.Create(code & SignedRow.SignBit)).AsSingle();
                (Vector512.LoadAligned(row) + signed).StoreAligned(row);
            }
        }
    }

    /// <summary>The same for one vector, whose sums lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* vector, uint* codes, int columns, int nonZeros, float* sums)
    {
        for (int j = 0; j < columns; j++, codes++)
        {
            uint x = BitConverter.SingleToUInt32Bits(vector[j]);
            for (int t = 0; t < nonZeros; t++)
            {
                uint code = codes[t * CodeTable.Columns];
                sums[code & ~SignedRow.SignBit] += BitConverter.UInt32BitsToSingle(x ^ (code & SignedRow.SignBit));
            }
        }
    }

    /// <summary>Copies sums of shape (rows, 16) to 16 results of length rows, <paramref name="stride"/> apart, times the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Separate(float* sums, int rows, float scale, float* results, long stride)
    {
        for (int lane = 0; lane < Lanes.Width; lane++, results += stride)
        {
            for (int row = 0; row < rows; row++) results[row] = sums[(long)row * Lanes.Width + lane] * scale;
        }
    }

    // Four 4 x 4 transpositions side by side: part g of each vector belongs to lanes 4 g .. 4 g + 3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(float* vectors, long stride, float* interleaved)
    {
        Vector512<float> v0 = EveryFourth(vectors, stride), v1 = EveryFourth(vectors + stride, stride);
        Vector512<float> v2 = EveryFourth(vectors + 2 * stride, stride), v3 = EveryFourth(vectors + 3 * stride, stride);
        Vector512<double> low01 = Avx512F.UnpackLow(v0, v1).AsDouble(), high01 = Avx512F.UnpackHigh(v0, v1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(v2, v3).AsDouble(), high23 = Avx512F.UnpackHigh(v2, v3).AsDouble();
        Avx512F.UnpackLow(low01, low23).AsSingle().StoreAligned(interleaved);
        Avx512F.UnpackHigh(low01, low23).AsSingle().StoreAligned(interleaved + Lanes.Width);
        Avx512F.UnpackLow(high01, high23).AsSingle().StoreAligned(interleaved + 2 * Lanes.Width);
        Avx512F.UnpackHigh(high01, high23).AsSingle().StoreAligned(interleaved + 3 * Lanes.Width);
    }

    // Four elements each of vectors 0, 4, 8 and 12 behind this one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourth(float* vector, long stride) => Vector512.Create(
        Vector256.Create(Vector128.Load(vector), Vector128.Load(vector + 4 * stride)),
        Vector256.Create(Vector128.Load(vector + 8 * stride), Vector128.Load(vector + 12 * stride)));
}
