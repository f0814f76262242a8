using System.Numerics;
using Engine.Kernels;

namespace Engine.Tests.Kernels.Transforms;

/// <summary>The bounds the transforms document, as numbers.</summary>
internal static class TransformBounds
{
    /// <summary>q / (1 - q) of Higham, Theorem 24.2: ||ŷ - y|| over ||y|| for one Fourier transform.</summary>
    internal static double Transform(ComplexTransform transform)
    {
        double mu = transform.TwiddleError;
        double q = BitOperations.Log2((uint)transform.Length) * (mu + Rounding.Gamma(4) * (Math.Sqrt(2) + mu));
        return q / (1 - q);
    }

    /// <summary>Error of one element of a circular convolution in double precision.</summary>
    /// <param name="transform">The transform it uses.</param>
    /// <param name="norms">||a|| ||b||.</param>
    /// <param name="norm">||a * b||.</param>
    internal static double Convolution(ComplexTransform transform, double norms, double norm) =>
        (16 * Transform(transform) + 16 * Rounding.Unit) * (norms + norm);

    internal static double SquaredMagnitude(this Complex z) => z.Real * z.Real + z.Imaginary * z.Imaginary;
}
