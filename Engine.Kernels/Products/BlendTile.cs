using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>C = alpha * sums + beta * C, the first product fused.</summary>
internal readonly unsafe struct BlendTile : ITileWrite
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(float* target, Vector512<float> sums, Vector512<float> alpha, Vector512<float> beta) =>
        Vector512.FusedMultiplyAdd(alpha, sums, beta * Vector512.Load(target)).Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(float* target, Vector256<float> sums, Vector256<float> alpha, Vector256<float> beta) =>
        Vector256.FusedMultiplyAdd(alpha, sums, beta * Vector256.Load(target)).Store(target);
}
