using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Perf;

/// <summary>The Walsh-Hadamard transform as it is first written down: one pass over the row for every level, in portable vectors.</summary>
internal static unsafe class PlainHadamard
{
    /// <summary>Replaces a row by its transform, unnormalised.</summary>
    /// <param name="x">A power of two of elements.</param>
    /// <param name="length">Their number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(float* x, long length)
    {
        for (long half = 1; half < length; half *= 2)
        {
            for (long start = 0; start < length; start += 2 * half)
            {
                if (half < Vector<float>.Count) Scalars(x + start, half);
                else Vectors(x + start, half);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scalars(float* x, long half)
    {
        for (long i = 0; i < half; i++) (x[i], x[i + half]) = (x[i] + x[i + half], x[i] - x[i + half]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Vectors(float* x, long half)
    {
        for (long i = 0; i < half; i += Vector<float>.Count)
        {
            Vector<float> a = Vector.Load(x + i), b = Vector.Load(x + i + half);
            (a + b).Store(x + i);
            (a - b).Store(x + i + half);
        }
    }
}
