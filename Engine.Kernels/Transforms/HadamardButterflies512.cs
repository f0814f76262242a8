using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Butterflies in 512-bit vectors, 16 of them in registers at a time.</summary>
/// <remarks>16 of the 32 registers of AVX-512 hold data; four levels of 256 or more elements then cost one load and one store each.</remarks>
internal readonly unsafe struct HadamardButterflies512 : IHadamardButterflies
{
    private const int Width = 16;

    /// <inheritdoc/>
    public static int LaneLevels => 4;

    /// <inheritdoc/>
    public static int BlockLevels => 8;

    /// <inheritdoc/>
    public static int PassLevels => 4;

    /// <inheritdoc/>
    public static void Short(float* x, int levels)
    {
        switch (levels)
        {
            case 4: Within(Vector512.Load(x)).Store(x); break;
            case 5: TwoVectors(x); break;
            case 6: FourVectors(x); break;
            default: EightVectors(x); break;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Blocks(float* x, long length)
    {
        for (float* end = x + length; x < end; x += 16 * Width)
        {
            Vector512<float> v0 = Within(Vector512.Load(x)), v1 = Within(Vector512.Load(x + Width));
            Vector512<float> v2 = Within(Vector512.Load(x + 2 * Width)), v3 = Within(Vector512.Load(x + 3 * Width));
            Vector512<float> v4 = Within(Vector512.Load(x + 4 * Width)), v5 = Within(Vector512.Load(x + 5 * Width));
            Vector512<float> v6 = Within(Vector512.Load(x + 6 * Width)), v7 = Within(Vector512.Load(x + 7 * Width));
            Vector512<float> v8 = Within(Vector512.Load(x + 8 * Width)), v9 = Within(Vector512.Load(x + 9 * Width));
            Vector512<float> va = Within(Vector512.Load(x + 10 * Width)), vb = Within(Vector512.Load(x + 11 * Width));
            Vector512<float> vc = Within(Vector512.Load(x + 12 * Width)), vd = Within(Vector512.Load(x + 13 * Width));
            Vector512<float> ve = Within(Vector512.Load(x + 14 * Width)), vf = Within(Vector512.Load(x + 15 * Width));
            (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3); (v4, v5) = (v4 + v5, v4 - v5); (v6, v7) = (v6 + v7, v6 - v7);
            (v8, v9) = (v8 + v9, v8 - v9); (va, vb) = (va + vb, va - vb); (vc, vd) = (vc + vd, vc - vd); (ve, vf) = (ve + vf, ve - vf);
            (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3); (v4, v6) = (v4 + v6, v4 - v6); (v5, v7) = (v5 + v7, v5 - v7);
            (v8, va) = (v8 + va, v8 - va); (v9, vb) = (v9 + vb, v9 - vb); (vc, ve) = (vc + ve, vc - ve); (vd, vf) = (vd + vf, vd - vf);
            (v0, v4) = (v0 + v4, v0 - v4); (v1, v5) = (v1 + v5, v1 - v5); (v2, v6) = (v2 + v6, v2 - v6); (v3, v7) = (v3 + v7, v3 - v7);
            (v8, vc) = (v8 + vc, v8 - vc); (v9, vd) = (v9 + vd, v9 - vd); (va, ve) = (va + ve, va - ve); (vb, vf) = (vb + vf, vb - vf);
            (v0, v8) = (v0 + v8, v0 - v8); (v1, v9) = (v1 + v9, v1 - v9); (v2, va) = (v2 + va, v2 - va); (v3, vb) = (v3 + vb, v3 - vb);
            (v4, vc) = (v4 + vc, v4 - vc); (v5, vd) = (v5 + vd, v5 - vd); (v6, ve) = (v6 + ve, v6 - ve); (v7, vf) = (v7 + vf, v7 - vf);
            v0.Store(x); v1.Store(x + Width); v2.Store(x + 2 * Width); v3.Store(x + 3 * Width);
            v4.Store(x + 4 * Width); v5.Store(x + 5 * Width); v6.Store(x + 6 * Width); v7.Store(x + 7 * Width);
            v8.Store(x + 8 * Width); v9.Store(x + 9 * Width); va.Store(x + 10 * Width); vb.Store(x + 11 * Width);
            vc.Store(x + 12 * Width); vd.Store(x + 13 * Width); ve.Store(x + 14 * Width); vf.Store(x + 15 * Width);
        }
    }

    /// <inheritdoc/>
    public static void Pass(float* x, long stride, long length, int levels)
    {
        switch (levels)
        {
            case 1: Radix2(x, stride, length); break;
            case 2: Radix4(x, stride, length); break;
            case 3: Radix8(x, stride, length); break;
            default: Radix16(x, stride, length); break;
        }
    }

    // Multiplying by ±1 is exact, so the fused operation is the rounded sum or difference of the two lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Within(Vector512<float> v)
    {
        v = Vector512.FusedMultiplyAdd(
            v,
            Vector512.Create(1f, -1f, 1f, -1f, 1f, -1f, 1f, -1f, 1f, -1f, 1f, -1f, 1f, -1f, 1f, -1f),
            Vector512.Shuffle(v, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)));
        v = Vector512.FusedMultiplyAdd(
            v,
            Vector512.Create(1f, 1f, -1f, -1f, 1f, 1f, -1f, -1f, 1f, 1f, -1f, -1f, 1f, 1f, -1f, -1f),
            Vector512.Shuffle(v, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)));
        v = Vector512.FusedMultiplyAdd(
            v,
            Vector512.Create(1f, 1f, 1f, 1f, -1f, -1f, -1f, -1f, 1f, 1f, 1f, 1f, -1f, -1f, -1f, -1f),
            Vector512.Shuffle(v, Vector512.Create(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)));
        v = Vector512.FusedMultiplyAdd(
            v,
            Vector512.Create(1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, -1f, -1f, -1f, -1f, -1f, -1f, -1f, -1f),
            Vector512.Shuffle(v, Vector512.Create(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)));
        return v;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoVectors(float* x)
    {
        Vector512<float> v0 = Within(Vector512.Load(x)), v1 = Within(Vector512.Load(x + Width));
        (v0, v1) = (v0 + v1, v0 - v1);
        v0.Store(x); v1.Store(x + Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourVectors(float* x)
    {
        Vector512<float> v0 = Within(Vector512.Load(x)), v1 = Within(Vector512.Load(x + Width));
        Vector512<float> v2 = Within(Vector512.Load(x + 2 * Width)), v3 = Within(Vector512.Load(x + 3 * Width));
        (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3);
        (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3);
        v0.Store(x); v1.Store(x + Width); v2.Store(x + 2 * Width); v3.Store(x + 3 * Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightVectors(float* x)
    {
        Vector512<float> v0 = Within(Vector512.Load(x)), v1 = Within(Vector512.Load(x + Width));
        Vector512<float> v2 = Within(Vector512.Load(x + 2 * Width)), v3 = Within(Vector512.Load(x + 3 * Width));
        Vector512<float> v4 = Within(Vector512.Load(x + 4 * Width)), v5 = Within(Vector512.Load(x + 5 * Width));
        Vector512<float> v6 = Within(Vector512.Load(x + 6 * Width)), v7 = Within(Vector512.Load(x + 7 * Width));
        (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3); (v4, v5) = (v4 + v5, v4 - v5); (v6, v7) = (v6 + v7, v6 - v7);
        (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3); (v4, v6) = (v4 + v6, v4 - v6); (v5, v7) = (v5 + v7, v5 - v7);
        (v0, v4) = (v0 + v4, v0 - v4); (v1, v5) = (v1 + v5, v1 - v5); (v2, v6) = (v2 + v6, v2 - v6); (v3, v7) = (v3 + v7, v3 - v7);
        v0.Store(x); v1.Store(x + Width); v2.Store(x + 2 * Width); v3.Store(x + 3 * Width);
        v4.Store(x + 4 * Width); v5.Store(x + 5 * Width); v6.Store(x + 6 * Width); v7.Store(x + 7 * Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix2(float* x, long stride, long length)
    {
        for (float* group = x; group < x + length; group += 2 * stride)
        {
            for (float* p = group; p < group + stride; p += Width)
            {
                Vector512<float> v0 = Vector512.Load(p), v1 = Vector512.Load(p + stride);
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
                Vector512<float> v0 = Vector512.Load(p), v1 = Vector512.Load(p + stride);
                Vector512<float> v2 = Vector512.Load(p + 2 * stride), v3 = Vector512.Load(p + 3 * stride);
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
                Vector512<float> v0 = Vector512.Load(p), v1 = Vector512.Load(p + stride);
                Vector512<float> v2 = Vector512.Load(p + 2 * stride), v3 = Vector512.Load(p + 3 * stride);
                Vector512<float> v4 = Vector512.Load(p + 4 * stride), v5 = Vector512.Load(p + 5 * stride);
                Vector512<float> v6 = Vector512.Load(p + 6 * stride), v7 = Vector512.Load(p + 7 * stride);
                (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3); (v4, v5) = (v4 + v5, v4 - v5); (v6, v7) = (v6 + v7, v6 - v7);
                (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3); (v4, v6) = (v4 + v6, v4 - v6); (v5, v7) = (v5 + v7, v5 - v7);
                (v0, v4) = (v0 + v4, v0 - v4); (v1, v5) = (v1 + v5, v1 - v5); (v2, v6) = (v2 + v6, v2 - v6); (v3, v7) = (v3 + v7, v3 - v7);
                v0.Store(p); v1.Store(p + stride); v2.Store(p + 2 * stride); v3.Store(p + 3 * stride);
                v4.Store(p + 4 * stride); v5.Store(p + 5 * stride); v6.Store(p + 6 * stride); v7.Store(p + 7 * stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix16(float* x, long stride, long length)
    {
        for (float* group = x; group < x + length; group += 16 * stride)
        {
            for (float* p = group; p < group + stride; p += Width)
            {
                Vector512<float> v0 = Vector512.Load(p), v1 = Vector512.Load(p + stride);
                Vector512<float> v2 = Vector512.Load(p + 2 * stride), v3 = Vector512.Load(p + 3 * stride);
                Vector512<float> v4 = Vector512.Load(p + 4 * stride), v5 = Vector512.Load(p + 5 * stride);
                Vector512<float> v6 = Vector512.Load(p + 6 * stride), v7 = Vector512.Load(p + 7 * stride);
                Vector512<float> v8 = Vector512.Load(p + 8 * stride), v9 = Vector512.Load(p + 9 * stride);
                Vector512<float> va = Vector512.Load(p + 10 * stride), vb = Vector512.Load(p + 11 * stride);
                Vector512<float> vc = Vector512.Load(p + 12 * stride), vd = Vector512.Load(p + 13 * stride);
                Vector512<float> ve = Vector512.Load(p + 14 * stride), vf = Vector512.Load(p + 15 * stride);
                (v0, v1) = (v0 + v1, v0 - v1); (v2, v3) = (v2 + v3, v2 - v3); (v4, v5) = (v4 + v5, v4 - v5); (v6, v7) = (v6 + v7, v6 - v7);
                (v8, v9) = (v8 + v9, v8 - v9); (va, vb) = (va + vb, va - vb); (vc, vd) = (vc + vd, vc - vd); (ve, vf) = (ve + vf, ve - vf);
                (v0, v2) = (v0 + v2, v0 - v2); (v1, v3) = (v1 + v3, v1 - v3); (v4, v6) = (v4 + v6, v4 - v6); (v5, v7) = (v5 + v7, v5 - v7);
                (v8, va) = (v8 + va, v8 - va); (v9, vb) = (v9 + vb, v9 - vb); (vc, ve) = (vc + ve, vc - ve); (vd, vf) = (vd + vf, vd - vf);
                (v0, v4) = (v0 + v4, v0 - v4); (v1, v5) = (v1 + v5, v1 - v5); (v2, v6) = (v2 + v6, v2 - v6); (v3, v7) = (v3 + v7, v3 - v7);
                (v8, vc) = (v8 + vc, v8 - vc); (v9, vd) = (v9 + vd, v9 - vd); (va, ve) = (va + ve, va - ve); (vb, vf) = (vb + vf, vb - vf);
                (v0, v8) = (v0 + v8, v0 - v8); (v1, v9) = (v1 + v9, v1 - v9); (v2, va) = (v2 + va, v2 - va); (v3, vb) = (v3 + vb, v3 - vb);
                (v4, vc) = (v4 + vc, v4 - vc); (v5, vd) = (v5 + vd, v5 - vd); (v6, ve) = (v6 + ve, v6 - ve); (v7, vf) = (v7 + vf, v7 - vf);
                v0.Store(p); v1.Store(p + stride); v2.Store(p + 2 * stride); v3.Store(p + 3 * stride);
                v4.Store(p + 4 * stride); v5.Store(p + 5 * stride); v6.Store(p + 6 * stride); v7.Store(p + 7 * stride);
                v8.Store(p + 8 * stride); v9.Store(p + 9 * stride); va.Store(p + 10 * stride); vb.Store(p + 11 * stride);
                vc.Store(p + 12 * stride); vd.Store(p + 13 * stride); ve.Store(p + 14 * stride); vf.Store(p + 15 * stride);
            }
        }
    }
}
