using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Triangular solves with a row-major L for a few right-hand sides; both read L row by row, in storage order.</summary>
/// <remarks>256-bit vectors serve every machine here: the loops wait for memory, not for arithmetic.</remarks>
internal static unsafe class Substitution
{
    /// <summary>Solves L y = b in place, each unknown by one inner product.</summary>
    /// <param name="lower">L, shape <c>(n, n)</c>, row-major; only the lower triangle is read.</param>
    /// <param name="stride">Elements from one row of L to the next.</param>
    /// <param name="order">n.</param>
    /// <param name="rows">Right-hand sides, shape <c>(count, n)</c>, row-major.</param>
    /// <param name="count">Number of right-hand sides.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Forward(double* lower, nint stride, int order, double* rows, int count)
    {
        for (int i = 0; i < order; i++)
        {
            double* coefficients = lower + i * stride;
            for (int k = 0; k < count; k++)
            {
                double* y = rows + (nint)k * order;
                y[i] = (y[i] - Dot(coefficients, y, i)) / coefficients[i];
            }
        }
    }

    /// <summary>Solves Lᵀ x = y in place, taking each unknown out of the earlier equations as soon as it is known.</summary>
    /// <param name="lower">L, shape <c>(n, n)</c>, row-major; only the lower triangle is read.</param>
    /// <param name="stride">Elements from one row of L to the next.</param>
    /// <param name="order">n.</param>
    /// <param name="rows">Right-hand sides, shape <c>(count, n)</c>, row-major.</param>
    /// <param name="count">Number of right-hand sides.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Backward(double* lower, nint stride, int order, double* rows, int count)
    {
        for (int i = order - 1; i >= 0; i--)
        {
            double* coefficients = lower + i * stride;
            for (int k = 0; k < count; k++)
            {
                double* x = rows + (nint)k * order;
                x[i] /= coefficients[i];
                Subtract(x[i], coefficients, x, i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Dot(double* a, double* b, int length)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            s0 = Vector256.FusedMultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.Load(a + i + 4), Vector256.Load(b + i + 4), s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.Load(a + i + 8), Vector256.Load(b + i + 8), s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.Load(a + i + 12), Vector256.Load(b + i + 12), s3);
        }

        double sum = Vector256.Sum((s0 + s1) + (s2 + s3));
        for (; i < length; i++) sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract(double factor, double* a, double* x, int length)
    {
        Vector256<double> factors = Vector256.Create(-factor);
        int i = 0;
        for (; i <= length - 4; i += 4) Vector256.FusedMultiplyAdd(factors, Vector256.Load(a + i), Vector256.Load(x + i)).Store(x + i);
        for (; i < length; i++) x[i] = Math.FusedMultiplyAdd(-factor, a[i], x[i]);
    }
}
