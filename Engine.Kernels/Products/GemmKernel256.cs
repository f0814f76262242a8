using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The 12 x 32 tile in 256-bit vectors, as four quarters of 6 x 16.</summary>
/// <remarks>12 sums, 2 vectors of B and 1 broadcast fill 15 of the 16 registers; 12 chains hide the latency of 2 FMA ports.</remarks>
internal static unsafe class GemmKernel256
{
    private const int QuarterRows = 6;
    private const int QuarterColumns = 16;

    /// <inheritdoc cref="GemmKernel.Multiply"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Multiply<TWrite>(float* left, float* right, int depth, float* target, nint stride, float alpha, float beta)
        where TWrite : struct, ITileWrite
    {
        for (int column = 0; column < GemmKernel.TileColumns; column += QuarterColumns)
        {
            Quarter<TWrite>(left, right + column, depth, target + column, stride, alpha, beta);
            Quarter<TWrite>(left + QuarterRows, right + column, depth, target + QuarterRows * stride + column, stride, alpha, beta);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Quarter<TWrite>(float* left, float* right, int depth, float* target, nint stride, float alpha, float beta)
        where TWrite : struct, ITileWrite
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector256<float> c40 = default, c41 = default, c50 = default, c51 = default;
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> b0 = Vector256.LoadAligned(right), b1 = Vector256.LoadAligned(right + 8);
            Vector256<float> a = Vector256.Create(left[0]);
            c00 = Vector256.FusedMultiplyAdd(a, b0, c00); c01 = Vector256.FusedMultiplyAdd(a, b1, c01);
            a = Vector256.Create(left[1]);
            c10 = Vector256.FusedMultiplyAdd(a, b0, c10); c11 = Vector256.FusedMultiplyAdd(a, b1, c11);
            a = Vector256.Create(left[2]);
            c20 = Vector256.FusedMultiplyAdd(a, b0, c20); c21 = Vector256.FusedMultiplyAdd(a, b1, c21);
            a = Vector256.Create(left[3]);
            c30 = Vector256.FusedMultiplyAdd(a, b0, c30); c31 = Vector256.FusedMultiplyAdd(a, b1, c31);
            a = Vector256.Create(left[4]);
            c40 = Vector256.FusedMultiplyAdd(a, b0, c40); c41 = Vector256.FusedMultiplyAdd(a, b1, c41);
            a = Vector256.Create(left[5]);
            c50 = Vector256.FusedMultiplyAdd(a, b0, c50); c51 = Vector256.FusedMultiplyAdd(a, b1, c51);
            left += GemmKernel.TileRows;
            right += GemmKernel.TileColumns;
        }

        Vector256<float> scale = Vector256.Create(alpha), keep = Vector256.Create(beta);
        WriteRow<TWrite>(target, c00, c01, scale, keep); target += stride;
        WriteRow<TWrite>(target, c10, c11, scale, keep); target += stride;
        WriteRow<TWrite>(target, c20, c21, scale, keep); target += stride;
        WriteRow<TWrite>(target, c30, c31, scale, keep); target += stride;
        WriteRow<TWrite>(target, c40, c41, scale, keep); target += stride;
        WriteRow<TWrite>(target, c50, c51, scale, keep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteRow<TWrite>(float* target, Vector256<float> s0, Vector256<float> s1, Vector256<float> scale, Vector256<float> keep)
        where TWrite : struct, ITileWrite
    {
        TWrite.Write(target, s0, scale, keep);
        TWrite.Write(target + 8, s1, scale, keep);
    }
}
