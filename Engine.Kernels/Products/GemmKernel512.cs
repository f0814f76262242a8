using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The 12 x 32 tile in 512-bit vectors.</summary>
/// <remarks>
/// 24 sums, 2 vectors of B and 1 broadcast fill 27 of the 32 registers; 24 chains hide the latency of 2 FMA ports. Measured against 14 x 32,
/// 8 x 48, 9 x 48 and 6 x 64: all reach the same rate, and 32 columns waste least on the widths that occur.
/// </remarks>
internal static unsafe class GemmKernel512
{
    /// <inheritdoc cref="GemmKernel.Multiply"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Multiply<TWrite>(float* left, float* right, int depth, float* target, nint stride, float alpha, float beta)
        where TWrite : struct, ITileWrite
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        Vector512<float> c80 = default, c81 = default, c90 = default, c91 = default, ca0 = default, ca1 = default, cb0 = default, cb1 = default;
        for (int k = 0; k < depth; k++)
        {
            Vector512<float> b0 = Vector512.LoadAligned(right), b1 = Vector512.LoadAligned(right + 16);
            Vector512<float> a = Vector512.Create(left[0]);
            c00 = Vector512.FusedMultiplyAdd(a, b0, c00); c01 = Vector512.FusedMultiplyAdd(a, b1, c01);
            a = Vector512.Create(left[1]);
            c10 = Vector512.FusedMultiplyAdd(a, b0, c10); c11 = Vector512.FusedMultiplyAdd(a, b1, c11);
            a = Vector512.Create(left[2]);
            c20 = Vector512.FusedMultiplyAdd(a, b0, c20); c21 = Vector512.FusedMultiplyAdd(a, b1, c21);
            a = Vector512.Create(left[3]);
            c30 = Vector512.FusedMultiplyAdd(a, b0, c30); c31 = Vector512.FusedMultiplyAdd(a, b1, c31);
            a = Vector512.Create(left[4]);
            c40 = Vector512.FusedMultiplyAdd(a, b0, c40); c41 = Vector512.FusedMultiplyAdd(a, b1, c41);
            a = Vector512.Create(left[5]);
            c50 = Vector512.FusedMultiplyAdd(a, b0, c50); c51 = Vector512.FusedMultiplyAdd(a, b1, c51);
            a = Vector512.Create(left[6]);
            c60 = Vector512.FusedMultiplyAdd(a, b0, c60); c61 = Vector512.FusedMultiplyAdd(a, b1, c61);
            a = Vector512.Create(left[7]);
            c70 = Vector512.FusedMultiplyAdd(a, b0, c70); c71 = Vector512.FusedMultiplyAdd(a, b1, c71);
            a = Vector512.Create(left[8]);
            c80 = Vector512.FusedMultiplyAdd(a, b0, c80); c81 = Vector512.FusedMultiplyAdd(a, b1, c81);
            a = Vector512.Create(left[9]);
            c90 = Vector512.FusedMultiplyAdd(a, b0, c90); c91 = Vector512.FusedMultiplyAdd(a, b1, c91);
            a = Vector512.Create(left[10]);
            ca0 = Vector512.FusedMultiplyAdd(a, b0, ca0); ca1 = Vector512.FusedMultiplyAdd(a, b1, ca1);
            a = Vector512.Create(left[11]);
            cb0 = Vector512.FusedMultiplyAdd(a, b0, cb0); cb1 = Vector512.FusedMultiplyAdd(a, b1, cb1);
            left += GemmKernel.TileRows;
            right += GemmKernel.TileColumns;
        }

        Vector512<float> scale = Vector512.Create(alpha), keep = Vector512.Create(beta);
        WriteRow<TWrite>(target, c00, c01, scale, keep); target += stride;
        WriteRow<TWrite>(target, c10, c11, scale, keep); target += stride;
        WriteRow<TWrite>(target, c20, c21, scale, keep); target += stride;
        WriteRow<TWrite>(target, c30, c31, scale, keep); target += stride;
        WriteRow<TWrite>(target, c40, c41, scale, keep); target += stride;
        WriteRow<TWrite>(target, c50, c51, scale, keep); target += stride;
        WriteRow<TWrite>(target, c60, c61, scale, keep); target += stride;
        WriteRow<TWrite>(target, c70, c71, scale, keep); target += stride;
        WriteRow<TWrite>(target, c80, c81, scale, keep); target += stride;
        WriteRow<TWrite>(target, c90, c91, scale, keep); target += stride;
        WriteRow<TWrite>(target, ca0, ca1, scale, keep); target += stride;
        WriteRow<TWrite>(target, cb0, cb1, scale, keep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteRow<TWrite>(float* target, Vector512<float> s0, Vector512<float> s1, Vector512<float> scale, Vector512<float> keep)
        where TWrite : struct, ITileWrite
    {
        TWrite.Write(target, s0, scale, keep);
        TWrite.Write(target + 16, s1, scale, keep);
    }
}
