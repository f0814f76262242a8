using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>Turns 32 random bits into a standard normal number by the inverse distribution function, in integers.</summary>
/// <remarks>
/// The top bit is the sign; the others, v, name the tail probability p = (2 v + 1) 2^-33 in (0, 1/2). The octave of p and
/// its next four bits choose one of 512 segments, the rest is the position t in [0, 1), and a cubic in t with coefficients
/// in units of 2^-28 gives |z|. Integer arithmetic, one int-to-float conversion and a power of two: the same bits on every
/// processor and GPU, which no library logarithm promises. |z| is at most 6.34.
/// </remarks>
public static class NormalQuantile
{
    /// <summary>Segments of the table: 32 octaves of p, the largest probabilities first, 16 segments each.</summary>
    public const int Segments = Octaves * SegmentsPerOctave;

    /// <summary>Bound on the distance between the fixed-point value and the exact quantile of p: 2^-25, for every input.</summary>
    /// <remarks>
    /// Interpolation at Chebyshev nodes of a segment of length h is off by at most h^4 max|z''''| / 3072. With h at most
    /// p / 16 and p^4 |z''''| = (7 z + 6 z^3) (p / density(z))^4 at most 2.53 this is 1.26e-8. Rounding four coefficients
    /// (1/2 unit each) and three products (1/2 unit each, as the coefficients carry the mean of the floor) adds 3.5 units
    /// of 2^-28, 1.31e-8. The sum, 2.57e-8, leaves 4e-9 for the node values, which are good to 1e-12.
    /// </remarks>
    public const double FixedPointError = 1.0 / (1 << 25);

    /// <summary>Bound on the distance between <see cref="FromBits(uint)"/> and the exact quantile: 2^-25 + 2^-22.</summary>
    /// <remarks><see cref="FixedPointError"/>, plus half a unit in the last place of a float below 8.</remarks>
    public const double MaximumError = FixedPointError + 1.0 / (1 << 22);

    internal const float Unit = 1.0f / (1 << 28);

    private const int Octaves = 32;
    private const int SegmentsPerOctave = 16;

    private static readonly int[] s_coefficients = NormalQuantileTable.Build(Octaves, SegmentsPerOctave);

    /// <summary>Four coefficients per segment, ascending powers of t, in units of 2^-28; length 4 <see cref="Segments"/>.</summary>
    /// <remarks>Computed once, in about three milliseconds. A device kernel receives a copy of it.</remarks>
    public static ReadOnlySpan<int> Coefficients => s_coefficients;

    /// <summary>The normal number that belongs to 32 random bits.</summary>
    /// <param name="bits">Any value; flipping the top bit flips the sign exactly.</param>
    public static float FromBits(uint bits) => FromBits(bits, s_coefficients);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float FromBits(uint bits, int[] coefficients)
    {
        int octave = BitOperations.LeadingZeroCount(Odd(bits));
        uint normalised = Odd(bits) << octave;
        int row = Row(octave, normalised);
        int magnitude = Cubic(
            coefficients[row], coefficients[row + 1], coefficients[row + 2], coefficients[row + 3], Position(normalised));
        return Signed(magnitude, bits);
    }

    /// <summary>2 v + 1: its leading zeros are the octave; shifted by them, it has the segment below its top bit, and then the position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Odd(uint bits) => 2 * bits + 1;

    /// <summary>Where the coefficients of the segment begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Row(int octave, uint normalised) => 4 * (octave * SegmentsPerOctave + (int)((normalised >> 27) & 15));

    /// <summary>t in units of 2^-31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Position(uint normalised) => (int)((normalised & 0x07FF_FFFF) << 4);

    /// <summary>The float with the sign of the top bit.</summary>
    /// <param name="magnitude">|z| in units of 2^-28.</param>
    /// <param name="bits">The random bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Signed(int magnitude, uint bits)
    {
        int negate = (int)bits >> 31;
        return ((magnitude ^ negate) - negate) * Unit;
    }

    /// <summary>Fills every element with the normal number of the bits it holds, in place.</summary>
    internal static unsafe void MapInPlace(Span<uint> bitsToNormals)
    {
        int[] coefficients = s_coefficients;
        int i = 0;
        if (NormalQuantileVector.IsSupported)
        {
            fixed (int* table = coefficients)
            {
                for (; bitsToNormals.Length - i >= NormalQuantileVector.Numbers; i += NormalQuantileVector.Numbers)
                    NormalQuantileVector.MapInPlace(ref bitsToNormals[i], table);
            }
        }

        foreach (ref uint element in bitsToNormals[i..])
            element = BitConverter.SingleToUInt32Bits(FromBits(element, coefficients));
    }

    /// <summary>c0 + c1 t + c2 t^2 + c3 t^3 for t in units of 2^-31, by Horner, each product floored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Cubic(int c0, int c1, int c2, int c3, int t)
    {
        int y = c2 + (int)(((long)c3 * t) >> 31);
        y = c1 + (int)(((long)y * t) >> 31);
        return c0 + (int)(((long)y * t) >> 31);
    }
}
