using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Adds elements of vectors, with signs, to the rows their codes name; no checks.</summary>
internal static unsafe class ScatterKernel
{
    /// <summary>Copies shape (columns, nonZeros) to shape (nonZeros, 1024).</summary>
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
            for (; j + Lanes.Width <= columns; j += Lanes.Width) TransposeTile(vectors + j, stride, interleaved + j * Lanes.Width);
        }

        for (; j < columns; j++)
        {
            for (int lane = 0; lane < Lanes.Width; lane++) interleaved[j * Lanes.Width + lane] = vectors[lane * stride + j];
        }
    }

    /// <summary>sums[row] += ± element, 16 vectors at once; one code per column.</summary>
    /// <param name="interleaved">Shape (columns, 16).</param>
    /// <param name="codes">One for each column.</param>
    /// <param name="columns">At most <see cref="CodeTable.Columns"/>.</param>
    /// <param name="sums">Shape (s, 16).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddLanes(float* interleaved, uint* codes, int columns, float* sums)
    {
        Vector512<uint> signBit = Vector512.Create(SignedRow.SignBit);
        for (int j = 0; j < columns; j++, interleaved += Lanes.Width)
        {
            float* row = sums + (nint)(codes[j] & ~SignedRow.SignBit) * Lanes.Width;
            Vector512<uint> sign = Vector512.Create(codes[j]) & signBit;
            (Vector512.LoadAligned(row) + (Vector512.LoadAligned(interleaved).AsUInt32() ^ sign).AsSingle()).StoreAligned(row);
        }
    }

    /// <summary>The same with q codes per column, column by column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
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

    /// <summary>sums[row] += ± element for the non-zeros of one vector; codes as <see cref="CodeTable"/> has them, block after block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddStored(float* values, int* ids, long stored, uint* codes, int nonZeros, float* sums)
    {
        for (long e = 0; e < stored; e++)
        {
            uint x = BitConverter.SingleToUInt32Bits(values[e]);
            uint* column = codes + (long)(ids[e] / CodeTable.Columns) * CodeTable.Columns * nonZeros + ids[e] % CodeTable.Columns;
            for (int t = 0; t < nonZeros; t++)
            {
                uint code = column[t * CodeTable.Columns];
                sums[code & ~SignedRow.SignBit] += BitConverter.UInt32BitsToSingle(x ^ (code & SignedRow.SignBit));
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

    /// <summary>Transposes 16 x 16 elements in registers. Whole cache lines of every vector at a time: with power-of-two strides all of them compete for one set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TransposeTile(float* vectors, long stride, float* interleaved)
    {
        (Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3) = TransposeParts(vectors + 0 * stride, stride);
        (Vector512<float> a4, Vector512<float> a5, Vector512<float> a6, Vector512<float> a7) = TransposeParts(vectors + 4 * stride, stride);
        (Vector512<float> a8, Vector512<float> a9, Vector512<float> a10, Vector512<float> a11) = TransposeParts(vectors + 8 * stride, stride);
        (Vector512<float> a12, Vector512<float> a13, Vector512<float> a14, Vector512<float> a15) = TransposeParts(vectors + 12 * stride, stride);
        Merge(a0, a4, a8, a12, interleaved + 0 * Lanes.Width);
        Merge(a1, a5, a9, a13, interleaved + 1 * Lanes.Width);
        Merge(a2, a6, a10, a14, interleaved + 2 * Lanes.Width);
        Merge(a3, a7, a11, a15, interleaved + 3 * Lanes.Width);
    }

    // Part g of result c: element 4 g + c of the four vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) TransposeParts(float* vectors, long stride)
    {
        Vector512<float> v0 = Vector512.Load(vectors), v1 = Vector512.Load(vectors + stride);
        Vector512<float> v2 = Vector512.Load(vectors + 2 * stride), v3 = Vector512.Load(vectors + 3 * stride);
        Vector512<double> low01 = Avx512F.UnpackLow(v0, v1).AsDouble(), high01 = Avx512F.UnpackHigh(v0, v1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(v2, v3).AsDouble(), high23 = Avx512F.UnpackHigh(v2, v3).AsDouble();
        return (
            Avx512F.UnpackLow(low01, low23).AsSingle(), Avx512F.UnpackHigh(low01, low23).AsSingle(),
            Avx512F.UnpackLow(high01, high23).AsSingle(), Avx512F.UnpackHigh(high01, high23).AsSingle());
    }

    // Collects part g of four vectors into column 4 g.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* column)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01, Low = 0b01_00_01_00, High = 0b11_10_11_10;
        Vector512<float> ab01 = Avx512F.Shuffle4x128(a, b, Low), cd01 = Avx512F.Shuffle4x128(c, d, Low);
        Vector512<float> ab23 = Avx512F.Shuffle4x128(a, b, High), cd23 = Avx512F.Shuffle4x128(c, d, High);
        Avx512F.Shuffle4x128(ab01, cd01, Even).StoreAligned(column);
        Avx512F.Shuffle4x128(ab01, cd01, Odd).StoreAligned(column + 4 * Lanes.Width);
        Avx512F.Shuffle4x128(ab23, cd23, Even).StoreAligned(column + 8 * Lanes.Width);
        Avx512F.Shuffle4x128(ab23, cd23, Odd).StoreAligned(column + 12 * Lanes.Width);
    }
}
