using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>Circular convolution of two real vectors by one complex transform there and one back.</summary>
internal static unsafe class Convolution
{
    /// <summary>Length of the transform for period s: s when it is a power of two, else room for the plain convolution.</summary>
    public static int TransformLength(int period) =>
        BitOperations.IsPow2(period) ? period : (int)BitOperations.RoundUpToPowerOf2((uint)(2 * period - 1));

    /// <summary>Writes Σ_i a_i b_{(k - i) mod s}.</summary>
    /// <param name="transform">A transform of <see cref="TransformLength"/>.</param>
    /// <param name="a">Transform length many; the first s are the vector, the others zero. Overwritten.</param>
    /// <param name="b">As <paramref name="a"/>.</param>
    /// <param name="period">s.</param>
    /// <param name="result">s elements; exactly zero when a vector is zero.</param>
    public static void Circular(ComplexTransform transform, double* a, double* b, int period, float* result)
    {
        int length = transform.Length;
        double squaredA = SquaredNorm(a, period), squaredB = SquaredNorm(b, period);
        if (squaredA * squaredB == 0)
        {
            new Span<float>(result, period).Clear();
            return;
        }

        // Rounding errors of one part reach the other, so both should have the same size; powers of two do that exactly.
        double balance = double.IsFinite(squaredA * squaredB) ? Math.ScaleB(1, (Math.ILogB(squaredA) - Math.ILogB(squaredB)) / 2) : 1;
        for (int k = 0; k < period; k++) b[k] *= balance;
        transform.Forward(a, b);
        MultiplyParts(a, b, length);
        transform.Inverse(a, b);
        double scale = 1 / (length * balance);
        if (length == period)
        {
            for (int k = 0; k < period; k++) result[k] = (float)(a[k] * scale);
            return;
        }

        for (int k = 0; k < period; k++) result[k] = (float)((a[k] + a[k + period]) * scale);
    }

    /// <summary>Replaces the spectrum of a + i b, in bit-reversed order, by the product of the spectra of a and of b.</summary>
    /// <remarks>
    /// With F' the conjugate of F at minus the frequency, A = (F + F')/2 and B = (F - F')/(2i). In bit-reversed order the frequencies 0 and
    /// L/2 come first, and minus the frequency at place i of the block [h, 2h) stands at place 3 h - 1 - i.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyParts(double* re, double* im, int length)
    {
        for (int k = 0; k < Math.Min(2, length); k++) (re[k], im[k]) = (re[k] * im[k], 0);
        for (int h = 2; h < length; h *= 2)
        {
            for (int i = h, mirror = 2 * h - 1; i < mirror; i++, mirror--)
            {
                double p = re[i], q = im[i], r = re[mirror], s = im[mirror];
                double real = 0.25 * ((p + r) * (q + s) + (q - s) * (p - r)), imaginary = 0.25 * ((q - s) * (q + s) - (p + r) * (p - r));
                re[i] = re[mirror] = real;
                im[i] = imaginary;
                im[mirror] = -imaginary;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SquaredNorm(double* x, int length)
    {
        double sum = 0;
        for (int k = 0; k < length; k++) sum += x[k] * x[k];
        return sum;
    }
}
