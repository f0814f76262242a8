using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Turns 16 vectors into columns of 16 lanes; no checks.</summary>
internal static unsafe class BlockTranspose
{
    /// <summary>Columns of a square block: a line of 64 bytes of each vector, which is therefore read once.</summary>
    public const int Columns = Lanes.Width;

    /// <summary>Copies 16 columns of 16 vectors, <paramref name="stride"/> floats apart, to shape (columns, 16).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Square(float* vectors, long stride, float* interleaved)
    {
        if (Avx512F.IsSupported) SquareInRegisters(vectors, stride, interleaved);
        else Narrow(vectors, stride, Columns, interleaved);
    }

    /// <summary>The same for any number of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Narrow(float* vectors, long stride, int columns, float* interleaved)
    {
        for (int lane = 0; lane < Lanes.Width; lane++, vectors += stride)
        {
            for (int j = 0; j < columns; j++) interleaved[j * Lanes.Width + lane] = vectors[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SquareInRegisters(float* vectors, long stride, float* interleaved)
    {
        FourVectors(vectors, stride, out Vector512<double> a0, out Vector512<double> a1, out Vector512<double> a2, out Vector512<double> a3);
        FourVectors(vectors + 4 * stride, stride, out Vector512<double> b0, out Vector512<double> b1, out Vector512<double> b2, out Vector512<double> b3);
        FourVectors(vectors + 8 * stride, stride, out Vector512<double> c0, out Vector512<double> c1, out Vector512<double> c2, out Vector512<double> c3);
        FourVectors(vectors + 12 * stride, stride, out Vector512<double> d0, out Vector512<double> d1, out Vector512<double> d2, out Vector512<double> d3);
        EveryFourthColumn(a0, b0, c0, d0, interleaved);
        EveryFourthColumn(a1, b1, c1, d1, interleaved + Lanes.Width);
        EveryFourthColumn(a2, b2, c2, d2, interleaved + 2 * Lanes.Width);
        EveryFourthColumn(a3, b3, c3, d3, interleaved + 3 * Lanes.Width);
    }

    // Four 4 x 4 transpositions side by side: part p of result k is column 4 p + k of the four vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourVectors(
        float* vectors, long stride, out Vector512<double> k0, out Vector512<double> k1, out Vector512<double> k2, out Vector512<double> k3)
    {
        Vector512<float> v0 = Vector512.Load(vectors), v1 = Vector512.Load(vectors + stride);
        Vector512<float> v2 = Vector512.Load(vectors + 2 * stride), v3 = Vector512.Load(vectors + 3 * stride);
        Vector512<double> low01 = Avx512F.UnpackLow(v0, v1).AsDouble(), high01 = Avx512F.UnpackHigh(v0, v1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(v2, v3).AsDouble(), high23 = Avx512F.UnpackHigh(v2, v3).AsDouble();
        k0 = Avx512F.UnpackLow(low01, low23);
        k1 = Avx512F.UnpackHigh(low01, low23);
        k2 = Avx512F.UnpackLow(high01, high23);
        k3 = Avx512F.UnpackHigh(high01, high23);
    }

    // A 4 x 4 transposition of 128-bit parts: columns k, k + 4, k + 8 and k + 12.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EveryFourthColumn(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, float* columns)
    {
        Vector512<double> ab01 = Avx512F.Shuffle4x128(a, b, 0x44), ab23 = Avx512F.Shuffle4x128(a, b, 0xEE);
        Vector512<double> cd01 = Avx512F.Shuffle4x128(c, d, 0x44), cd23 = Avx512F.Shuffle4x128(c, d, 0xEE);
        Avx512F.Shuffle4x128(ab01, cd01, 0x88).AsSingle().StoreAligned(columns);
        Avx512F.Shuffle4x128(ab01, cd01, 0xDD).AsSingle().StoreAligned(columns + 4 * Lanes.Width);
        Avx512F.Shuffle4x128(ab23, cd23, 0x88).AsSingle().StoreAligned(columns + 8 * Lanes.Width);
        Avx512F.Shuffle4x128(ab23, cd23, 0xDD).AsSingle().StoreAligned(columns + 12 * Lanes.Width);
    }
}
