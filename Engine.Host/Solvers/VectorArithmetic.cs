using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engine;

/// <summary>Sums over fp64 vectors, in one order on every machine.</summary>
internal static class VectorArithmetic
{
    /// <summary>x . y: eight interleaved chains of fused multiply-adds, then their sum, then the rest.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"x.Length == y.Length does not hold: x.Length={x.Length}, y.Length={y.Length}.", nameof(y));
        ref double first = ref MemoryMarshal.GetReference(x), second = ref MemoryMarshal.GetReference(y);
        Vector512<double> sums = Vector512<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            sums = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref first, (nuint)i), Vector512.LoadUnsafe(ref second, (nuint)i), sums);
        double sum = 0;
        for (int lane = 0; lane < Vector512<double>.Count; lane++) sum += sums[lane];
        for (; i < x.Length; i++) sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>|x|.</summary>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    /// <summary>y += c x.</summary>
    public static void AddScaled(double c, ReadOnlySpan<double> x, Span<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"x.Length == y.Length does not hold: x.Length={x.Length}, y.Length={y.Length}.", nameof(y));
        ref double source = ref MemoryMarshal.GetReference(x), target = ref MemoryMarshal.GetReference(y);
        Vector512<double> factor = Vector512.Create(c);
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref source, (nuint)i), Vector512.LoadUnsafe(ref target, (nuint)i))
                .StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < x.Length; i++) y[i] = Math.FusedMultiplyAdd(c, x[i], y[i]);
    }

    /// <summary>result = b - image.</summary>
    public static void Subtract(ReadOnlySpan<double> b, ReadOnlySpan<double> image, Span<double> result)
    {
        for (int i = 0; i < result.Length; i++) result[i] = b[i] - image[i];
    }
}
