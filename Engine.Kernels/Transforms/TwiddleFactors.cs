using System.Numerics;

namespace Engine.Kernels;

/// <summary>cos and sin of the angles π j / h, j &lt; h, for every power of two h &lt; L, without a library sine.</summary>
/// <remarks>
/// Half-angle square roots give the angles π / 2^k, k &gt; 0. The angle of j is a sum of such angles, one per binary digit of j, so its factor
/// is a product of at most log2 h of theirs. Only + - * / and square roots, which IEEE 754 rounds exactly one way.
/// </remarks>
internal static unsafe class TwiddleFactors
{
    /// <summary>Bound on |computed - exact| of any factor.</summary>
    /// <remarks>
    /// Half angles: with c' = √((1 + c) / 2) and s' = s / (2 c'), c' ≥ √½, the relative error of c' is at most half that of c plus 3u / 2, so below 3u;
    /// that of s' is at most that of s plus that of c' plus u, so below 4 k u after k halvings of (0, 1). One basic factor is off by less than 4 k u,
    /// k ≤ log2 L. A product of complex numbers adds √5 u &lt; 3u (Brent, Percival and Zimmermann, Math. Comp. 76, 2007, Theorem 1). With
    /// log2 L digits at most: log2 L (4 log2 L + 3) u; 1 % more covers terms of second order for L up to 2^24.
    /// </remarks>
    public static double Error(int length)
    {
        int levels = BitOperations.Log2((uint)length);
        return 1.01 * levels * (4 * levels + 3) / (1L << 53);
    }

    /// <summary>Writes those of h at [h, 2 h); element 0 is not used.</summary>
    /// <param name="cosines">Room for L.</param>
    /// <param name="sines">Room for L.</param>
    /// <param name="length">L, a power of two.</param>
    public static void Fill(double* cosines, double* sines, int length)
    {
        // Those of h are the even ones of 2 h: (cosine, sine) is that of the angle π / h.
        double cosine = -1, sine = 0;
        for (int h = 1; h < length; h *= 2)
        {
            cosines[h] = 1;
            sines[h] = 0;
            for (int j = 1; j < h; j++)
            {
                // The same angle one level down when j is even, else that of j - 1 advanced by π / h.
                if ((j & 1) == 0)
                {
                    cosines[h + j] = cosines[(h + j) / 2];
                    sines[h + j] = sines[(h + j) / 2];
                }
                else
                {
                    double c = cosines[h + j - 1], s = sines[h + j - 1];
                    cosines[h + j] = c * cosine - s * sine;
                    sines[h + j] = s * cosine + c * sine;
                }
            }

            (cosine, sine) = Halved(cosine, sine);
        }
    }

    // π -> π / 2 needs its own line: the formulas divide zero by zero there.
    private static (double Cosine, double Sine) Halved(double cosine, double sine)
    {
        if (cosine == -1) return (0, 1);
        double half = Math.Sqrt((1 + cosine) / 2);
        return (half, sine / (2 * half));
    }
}
