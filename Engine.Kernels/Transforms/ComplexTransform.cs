using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The discrete Fourier transform of a power-of-two length in double precision, for convolutions.</summary>
/// <remarks>
/// Forward decimates in frequency and leaves the spectrum in bit-reversed order, which Inverse takes: a convolution never reorders. About
/// 5 L log2 L operations. With log2 L levels and twiddles good to <see cref="TwiddleError"/> the result obeys
/// ||ŷ - y||₂ ≤ q / (1 - q) ||y||₂, q = log2 L (μ + γ₄ (√2 + μ)) (Higham, Accuracy and Stability, Theorem 24.2, whose proof holds for any
/// order of radix-2 levels). No library sine: the same bits on every machine. The object is immutable; any number of threads may use it.
/// </remarks>
internal sealed unsafe class ComplexTransform : IDisposable
{
    private readonly NativeBuffer<double> _cosines;
    private readonly NativeBuffer<double> _sines;

    /// <summary>Computes the twiddle factors, 16 L bytes.</summary>
    /// <param name="length">L, a power of two in [1, 2^24].</param>
    public ComplexTransform(int length)
    {
        if (!BitOperations.IsPow2(length) || length > 1 << 24)
            throw new ArgumentOutOfRangeException(nameof(length), $"length is a power of two in [1, 2^24] does not hold: length={length}.");
        Length = length;
        _cosines = new NativeBuffer<double>(length);
        _sines = new NativeBuffer<double>(length);
        TwiddleFactors.Fill(_cosines.Pointer, _sines.Pointer, length);
    }

    /// <summary>L.</summary>
    public int Length { get; }

    /// <summary>μ, a bound on the distance of a computed twiddle factor from the exact one.</summary>
    public double TwiddleError => TwiddleFactors.Error(Length);

    /// <summary>y_k = Σ_j x_j exp(-2 π i j k / L); y_k replaces the element whose index is k with its log2 L bits reversed.</summary>
    /// <param name="re">L real parts.</param>
    /// <param name="im">L imaginary parts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(double* re, double* im)
    {
        double* cosines = _cosines.Pointer, sines = _sines.Pointer;
        for (int half = Length / 2; half > 0; half /= 2)
        {
            for (int start = 0; start < Length; start += 2 * half)
                Split(re + start, im + start, half, cosines + half, sines + half);
        }
    }

    /// <summary>x_j = Σ_k y_k exp(2 π i j k / L), without the factor 1 / L, from and to the orders of <see cref="Forward"/>.</summary>
    /// <param name="re">L real parts.</param>
    /// <param name="im">L imaginary parts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Inverse(double* re, double* im)
    {
        double* cosines = _cosines.Pointer, sines = _sines.Pointer;
        for (int half = 1; half < Length; half *= 2)
        {
            for (int start = 0; start < Length; start += 2 * half)
                Merge(re + start, im + start, half, cosines + half, sines + half);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }

    // (a, b) -> (a + b, (a - b) w), w = c - i s.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(double* re, double* im, int half, double* cosines, double* sines)
    {
        int j = 0;
        for (; j + 4 <= half; j += 4)
        {
            Vector256<double> ar = Vector256.Load(re + j), ai = Vector256.Load(im + j), br = Vector256.Load(re + half + j), bi = Vector256.Load(im + half + j);
            Vector256<double> c = Vector256.Load(cosines + j), s = Vector256.Load(sines + j), dr = ar - br, di = ai - bi;
            (ar + br).Store(re + j);
            (ai + bi).Store(im + j);
            (dr * c + di * s).Store(re + half + j);
            (di * c - dr * s).Store(im + half + j);
        }

        for (; j < half; j++)
        {
            double dr = re[j] - re[half + j], di = im[j] - im[half + j];
            re[j] += re[half + j];
            im[j] += im[half + j];
            re[half + j] = dr * cosines[j] + di * sines[j];
            im[half + j] = di * cosines[j] - dr * sines[j];
        }
    }

    // (a, b) -> (a + b w, a - b w), w = c + i s.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(double* re, double* im, int half, double* cosines, double* sines)
    {
        int j = 0;
        for (; j + 4 <= half; j += 4)
        {
            Vector256<double> ar = Vector256.Load(re + j), ai = Vector256.Load(im + j), br = Vector256.Load(re + half + j), bi = Vector256.Load(im + half + j);
            Vector256<double> c = Vector256.Load(cosines + j), s = Vector256.Load(sines + j), wr = br * c - bi * s, wi = bi * c + br * s;
            (ar + wr).Store(re + j);
            (ai + wi).Store(im + j);
            (ar - wr).Store(re + half + j);
            (ai - wi).Store(im + half + j);
        }

        for (; j < half; j++)
        {
            double wr = re[half + j] * cosines[j] - im[half + j] * sines[j], wi = im[half + j] * cosines[j] + re[half + j] * sines[j];
            (re[j], re[half + j]) = (re[j] + wr, re[j] - wr);
            (im[j], im[half + j]) = (im[j] + wi, im[j] - wi);
        }
    }
}
