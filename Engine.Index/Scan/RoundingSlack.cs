namespace Engine.Indexing;

/// <summary>Bounds of fp32 rounding, computed in double precision and rounded outwards.</summary>
internal static class RoundingSlack
{
    /// <summary>The unit roundoff of fp32, u = 2^-24.</summary>
    public const double Unit = 1.0 / (1 << 24);

    /// <summary>Smallest positive fp32 number, 2^-149: twice what one rounding below the normal range can lose.</summary>
    public const double Underflow = 1.401298464324817e-45;

    // Sums of squares in double lose less than d 2^-52 of themselves; for d up to 2^20 that is below 2^-32.
    private const double SumSlack = 1 + 1.0 / (1L << 31);

    /// <summary>gamma_k = k u / (1 - k u): Higham, Accuracy and Stability, section 3.1.</summary>
    public static double Gamma(int k) => k * Unit / (1 - k * Unit);

    /// <summary>The 2-norm, or a little more.</summary>
    public static double NormAbove(ReadOnlySpan<float> x)
    {
        double square = 0;
        foreach (float value in x) square += (double)value * value;
        return RootAbove(square);
    }

    /// <summary>The square root of a sum of at most 2^20 squares that was computed in double precision, or a little more.</summary>
    public static double RootAbove(double square) => Math.Sqrt(square) * SumSlack;

    /// <summary>The smallest fp32 number that is not below the value.</summary>
    public static float Above(double value)
    {
        float near = (float)value;
        return near < value ? MathF.BitIncrement(near) : near;
    }

    /// <summary>The largest fp32 number that is not above the value.</summary>
    public static float Below(double value) => -Above(-value);
}
