using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The tile product with 512-bit vectors: 24 sums in registers, 3 loads and 8 broadcasts a column.</summary>
internal static unsafe class TileKernel512
{
    /// <inheritdoc cref="TileKernel.Subtract"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Subtract(double* group, double* strip, int depth, double* target, nint stride)
    {
        Vector512<double> s00 = default, s01 = default, s02 = default;
        Vector512<double> s10 = default, s11 = default, s12 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default;
        Vector512<double> s30 = default, s31 = default, s32 = default;
        Vector512<double> s40 = default, s41 = default, s42 = default;
        Vector512<double> s50 = default, s51 = default, s52 = default;
        Vector512<double> s60 = default, s61 = default, s62 = default;
        Vector512<double> s70 = default, s71 = default, s72 = default;
        for (int p = 0; p < depth; p++)
        {
            Vector512<double> c0 = Vector512.Load(strip);
            Vector512<double> c1 = Vector512.Load(strip + 8);
            Vector512<double> c2 = Vector512.Load(strip + 16);
            Vector512<double> r0 = Vector512.Create(group[0]);
            s00 = Vector512.FusedMultiplyAdd(r0, c0, s00);
            s01 = Vector512.FusedMultiplyAdd(r0, c1, s01);
            s02 = Vector512.FusedMultiplyAdd(r0, c2, s02);
            Vector512<double> r1 = Vector512.Create(group[1]);
            s10 = Vector512.FusedMultiplyAdd(r1, c0, s10);
            s11 = Vector512.FusedMultiplyAdd(r1, c1, s11);
            s12 = Vector512.FusedMultiplyAdd(r1, c2, s12);
            Vector512<double> r2 = Vector512.Create(group[2]);
            s20 = Vector512.FusedMultiplyAdd(r2, c0, s20);
            s21 = Vector512.FusedMultiplyAdd(r2, c1, s21);
            s22 = Vector512.FusedMultiplyAdd(r2, c2, s22);
            Vector512<double> r3 = Vector512.Create(group[3]);
            s30 = Vector512.FusedMultiplyAdd(r3, c0, s30);
            s31 = Vector512.FusedMultiplyAdd(r3, c1, s31);
            s32 = Vector512.FusedMultiplyAdd(r3, c2, s32);
            Vector512<double> r4 = Vector512.Create(group[4]);
            s40 = Vector512.FusedMultiplyAdd(r4, c0, s40);
            s41 = Vector512.FusedMultiplyAdd(r4, c1, s41);
            s42 = Vector512.FusedMultiplyAdd(r4, c2, s42);
            Vector512<double> r5 = Vector512.Create(group[5]);
            s50 = Vector512.FusedMultiplyAdd(r5, c0, s50);
            s51 = Vector512.FusedMultiplyAdd(r5, c1, s51);
            s52 = Vector512.FusedMultiplyAdd(r5, c2, s52);
            Vector512<double> r6 = Vector512.Create(group[6]);
            s60 = Vector512.FusedMultiplyAdd(r6, c0, s60);
            s61 = Vector512.FusedMultiplyAdd(r6, c1, s61);
            s62 = Vector512.FusedMultiplyAdd(r6, c2, s62);
            Vector512<double> r7 = Vector512.Create(group[7]);
            s70 = Vector512.FusedMultiplyAdd(r7, c0, s70);
            s71 = Vector512.FusedMultiplyAdd(r7, c1, s71);
            s72 = Vector512.FusedMultiplyAdd(r7, c2, s72);
            strip += Strip.Rows;
            group += Strip.Rows;
        }

        Subtract(target, s00, s01, s02);
        Subtract(target + stride, s10, s11, s12);
        Subtract(target + 2 * stride, s20, s21, s22);
        Subtract(target + 3 * stride, s30, s31, s32);
        Subtract(target + 4 * stride, s40, s41, s42);
        Subtract(target + 5 * stride, s50, s51, s52);
        Subtract(target + 6 * stride, s60, s61, s62);
        Subtract(target + 7 * stride, s70, s71, s72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(double* target, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2)
    {
        (Vector512.Load(target) - s0).Store(target);
        (Vector512.Load(target + 8) - s1).Store(target + 8);
        (Vector512.Load(target + 16) - s2).Store(target + 16);
    }
}
