using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The tile product with 256-bit vectors: four quarters of 4 x 12, because 12 sums, 3 loads and a broadcast fill 16 registers.</summary>
internal static unsafe class TileKernel256
{
    private const int QuarterRows = Strip.Group / 2;
    private const int QuarterColumns = Strip.Rows / 2;

    /// <inheritdoc cref="TileKernel.Subtract"/>
    internal static void Subtract(double* group, double* strip, int depth, double* target, nint stride)
    {
        for (int column = 0; column < Strip.Rows; column += QuarterColumns)
        {
            for (int row = 0; row < Strip.Group; row += QuarterRows)
                SubtractQuarter(group + row, strip + column, depth, target + row * stride + column, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SubtractQuarter(double* group, double* strip, int depth, double* target, nint stride)
    {
        Vector256<double> s00 = default, s01 = default, s02 = default;
        Vector256<double> s10 = default, s11 = default, s12 = default;
        Vector256<double> s20 = default, s21 = default, s22 = default;
        Vector256<double> s30 = default, s31 = default, s32 = default;
        for (int p = 0; p < depth; p++)
        {
            Vector256<double> c0 = Vector256.Load(strip);
            Vector256<double> c1 = Vector256.Load(strip + 4);
            Vector256<double> c2 = Vector256.Load(strip + 8);
            Vector256<double> r0 = Vector256.Create(group[0]);
            s00 = Vector256.FusedMultiplyAdd(r0, c0, s00);
            s01 = Vector256.FusedMultiplyAdd(r0, c1, s01);
            s02 = Vector256.FusedMultiplyAdd(r0, c2, s02);
            Vector256<double> r1 = Vector256.Create(group[1]);
            s10 = Vector256.FusedMultiplyAdd(r1, c0, s10);
            s11 = Vector256.FusedMultiplyAdd(r1, c1, s11);
            s12 = Vector256.FusedMultiplyAdd(r1, c2, s12);
            Vector256<double> r2 = Vector256.Create(group[2]);
            s20 = Vector256.FusedMultiplyAdd(r2, c0, s20);
            s21 = Vector256.FusedMultiplyAdd(r2, c1, s21);
            s22 = Vector256.FusedMultiplyAdd(r2, c2, s22);
            Vector256<double> r3 = Vector256.Create(group[3]);
            s30 = Vector256.FusedMultiplyAdd(r3, c0, s30);
            s31 = Vector256.FusedMultiplyAdd(r3, c1, s31);
            s32 = Vector256.FusedMultiplyAdd(r3, c2, s32);
            strip += Strip.Rows;
            group += Strip.Rows;
        }

        Subtract(target, s00, s01, s02);
        Subtract(target + stride, s10, s11, s12);
        Subtract(target + 2 * stride, s20, s21, s22);
        Subtract(target + 3 * stride, s30, s31, s32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(double* target, Vector256<double> s0, Vector256<double> s1, Vector256<double> s2)
    {
        (Vector256.Load(target) - s0).Store(target);
        (Vector256.Load(target + 4) - s1).Store(target + 4);
        (Vector256.Load(target + 8) - s2).Store(target + 8);
    }
}
