using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Butterflies in 256-bit vectors, 8 of them in registers at a time.</summary>
/// <remarks>8 of the 16 registers of AVX2 hold data, the others let a sum and a difference live side by side.</remarks>
internal readonly unsafe struct HadamardButterflies256 : IHadamardButterflies
{
    private const int Width = 8;

    /// <inheritdoc/>
    public static int LaneLevels => 3;

    /// <inheritdoc/>
    public static int BlockLevels => 6;

    /// <inheritdoc/>
    public static int PassLevels => 3;

    /// <inheritdoc/>
    public static void Short(float* x, int levels)
    {
        switch (levels)
        {
            case 3: Within(Vector256.Load(x)).Store(x); break;
            case 4: TwoVectors(x); break;
            default: FourVectors(x); break;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Blocks(float* x, long length)
    {
        for (float* end = x + length; x < end; x += 8 * Width)
        {
            Vector256<float> v0 = Within(Vector256.Load(x)), v1 = Within(Vector256.Load(x + Width));
            Vector256<float> v2 = Within(Vector256.Load(x + 2 * Width)), v3 = Within(Vector256.Load(x + 3 * Width));
            Vector256<float> v4 = Within(Vector256.Load(x + 4 * Width)), v5 = Within(Vector256.Load(x + 5 * Width));
            Vector256<float> v6 = Within(Vector256.Load(x + 6 * Width)), v7 = Within(Vector256.Load(x + 7 * Width));
            (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3); (v4, v5) = (v4 + v5, v4 - v5); (v6, v7) = (v6 + v7, v6 - v7);
            (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3); (v4, v6) = (v4 + v6, v4 - v6); (v5, v7) = (v5 + v7, v5 - v7);
            (v0, v4) = (v0 + v4, v0 - v4); (v1, v5) = (v1 + v5, v1 - v5); (v2, v6) = (v2 + v6, v2 - v6); (v3, v7) = (v3 + v7, v3 - v7);
            v0.Store(x); v1.Store(x + Width); v2.Store(x + 2 * Width); v3.Store(x + 3 * Width);
            v4.Store(x + 4 * Width); v5.Store(x + 5 * Width); v6.Store(x + 6 * Width); v7.Store(x + 7 * Width);
        }
    }

    /// <inheritdoc/>
    public static void Pass(float* x, long stride, long length, int levels)
    {
        switch (levels)
        {
            case 1: Radix2(x, stride, length); break;
            case 2: Radix4(x, stride, length); break;
            default: Radix8(x, stride, length); break;
        }
    }

    // Multiplying by ±1 is exact, so the fused operation is the rounded sum or difference of the two lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Within(Vector256<float> v)
    {
        v = Vector256.FusedMultiplyAdd(
            v,
            Vector256.Create(1f, -1f, 1f, -1f, 1f, -1f, 1f, -1f),
            Vector256.Shuffle(v, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
        v = Vector256.FusedMultiplyAdd(
            v,
            Vector256.Create(1f, 1f, -1f, -1f, 1f, 1f, -1f, -1f),
            Vector256.Shuffle(v, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        v = Vector256.FusedMultiplyAdd(
            v,
            Vector256.Create(1f, 1f, 1f, 1f, -1f, -1f, -1f, -1f),
            Vector256.Shuffle(v, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)));
        return v;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoVectors(float* x)
    {
        Vector256<float> v0 = Within(Vector256.Load(x)), v1 = Within(Vector256.Load(x + Width));
        (v0, v1) = (v0 + v1, v0 - v1);
        v0.Store(x); v1.Store(x + Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourVectors(float* x)
    {
        Vector256<float> v0 = Within(Vector256.Load(x)), v1 = Within(Vector256.Load(x + Width));
        Vector256<float> v2 = Within(Vector256.Load(x + 2 * Width)), v3 = Within(Vector256.Load(x + 3 * Width));
        (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3);
        (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3);
        v0.Store(x); v1.Store(x + Width); v2.Store(x + 2 * Width); v3.Store(x + 3 * Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix2(float* x, long stride, long length)
    {
        for (float* group = x; group < x + length; group += 2 * stride)
        {
            for (float* p = group; p < group + stride; p += Width)
            {
                Vector256<float> v0 = Vector256.Load(p), v1 = Vector256.Load(p + stride);
                (v0, v1) = (v0 + v1, v0 - v1);
                v0.Store(p); v1.Store(p + stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix4(float* x, long stride, long length)
    {
        for (float* group = x; group < x + length; group += 4 * stride)
        {
            for (float* p = group; p < group + stride; p += Width)
            {
                Vector256<float> v0 = Vector256.Load(p), v1 = Vector256.Load(p + stride);
                Vector256<float> v2 = Vector256.Load(p + 2 * stride), v3 = Vector256.Load(p + 3 * stride);
                (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3);
                (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3);
                v0.Store(p); v1.Store(p + stride); v2.Store(p + 2 * stride); v3.Store(p + 3 * stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix8(float* x, long stride, long length)
    {
        for (float* group = x; group < x + length; group += 8 * stride)
        {
            for (float* p = group; p < group + stride; p += Width)
            {
                Vector256<float> v0 = Vector256.Load(p), v1 = Vector256.Load(p + stride);
                Vector256<float> v2 = Vector256.Load(p + 2 * stride), v3 = Vector256.Load(p + 3 * stride);
                Vector256<float> v4 = Vector256.Load(p + 4 * stride), v5 = Vector256.Load(p + 5 * stride);
                Vector256<float> v6 = Vector256.Load(p + 6 * stride), v7 = Vector256.Load(p + 7 * stride);
                (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3); (v4, v5) = (v4 + v5, v4 - v5); (v6, v7) = (v6 + v7, v6 - v7);
                (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3); (v4, v6) = (v4 + v6, v4 - v6); (v5, v7) = (v5 + v7, v5 - v7);
                (v0, v4) = (v0 + v4, v0 - v4); (v1, v5) = (v1 + v5, v1 - v5); (v2, v6) = (v2 + v6, v2 - v6); (v3, v7) = (v3 + v7, v3 - v7);
                v0.Store(p); v1.Store(p + stride); v2.Store(p + 2 * stride); v3.Store(p + 3 * stride);
                v4.Store(p + 4 * stride); v5.Store(p + 5 * stride); v6.Store(p + 6 * stride); v7.Store(p + 7 * stride);
            }
        }
    }
}
