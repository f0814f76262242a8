using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>C = alpha * sums; C is not read.</summary>
internal readonly unsafe struct OverwriteTile : ITileWrite
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(float* target, Vector512<float> sums, Vector512<float> alpha, Vector512<float> beta) =>
        (alpha * sums).Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(float* target, Vector256<float> sums, Vector256<float> alpha, Vector256<float> beta) =>
        (alpha * sums).Store(target);
}
