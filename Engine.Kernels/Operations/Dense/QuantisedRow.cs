namespace Engine.Kernels;

/// <summary>What is known about a row w and its 8-bit approximation s q, q integers of at most 127.</summary>
/// <remarks>Bounds hold for the real numbers: they are computed in double precision and enlarged by <see cref="Enlarge"/>.</remarks>
internal readonly struct QuantisedRow(float scale, float error, float size, float norm, int sum)
{
    /// <summary>Largest magnitude of q.</summary>
    public const int MaximumCode = 127;

    /// <summary>Codes of a word of 32 bits.</summary>
    public const int CodesPerWord = 4;

    // Within these scales norms stay below 2⁵⁵: no product of two rows overflows in single precision, and no bound underflows.
    private const float SmallestScale = 1.0f / (1L << 40);
    private const float LargestScale = 1L << 40;

    // Covers the roundings of a norm in double precision, (d + 4) 2⁻⁵³ with d at most 2¹⁶, and the one to single precision, 2⁻²⁴.
    private const double Enlarge = 1 + 1.0 / (1 << 22);

    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>s; NaN when the row cannot be bounded, because it has NaN, infinities, or a magnitude far from 1.</summary>
    public float Scale { get; } = scale;

    /// <summary>At least |w - s q| + γ_{d+1} |w|: the second part is the rounding of a score for each unit of |x|.</summary>
    public float Error { get; } = error;

    /// <summary>At least |s q|.</summary>
    public float Size { get; } = size;

    /// <summary>At least |w|.</summary>
    public float Norm { get; } = norm;

    /// <summary>Σ q.</summary>
    public int Sum { get; } = sum;

    /// <summary>Words of a row.</summary>
    public static int Words(int depth) => (depth + CodesPerWord - 1) / CodesPerWord;

    /// <summary>s for a row with a largest magnitude; NaN where the row cannot be bounded.</summary>
    public static float ScaleOf(float largest)
    {
        // A row of zeros has codes of zeros at any scale.
        if (largest == 0) return 1;
        float scale = largest / MaximumCode;
        return scale >= SmallestScale && scale <= LargestScale ? scale : float.NaN;
    }

    /// <summary>q for an element, rounded to nearest; halves up.</summary>
    public static int Code(float element, float scale)
    {
        // Positive before it is cut: cutting then rounds down.
        int code = (int)(element / scale + (MaximumCode + 1.5f)) - (MaximumCode + 1);
        return Math.Max(-MaximumCode, Math.Min(MaximumCode, code));
    }

    /// <summary>The row's bounds from sums of squares.</summary>
    /// <param name="scale">s, not NaN.</param>
    /// <param name="depth">d.</param>
    /// <param name="errors">|w - s q|².</param>
    /// <param name="squares">|w|².</param>
    /// <param name="codes">|q|².</param>
    /// <param name="sum">Σ q.</param>
    public static QuantisedRow Of(float scale, int depth, double errors, double squares, long codes, int sum)
    {
        double gamma = (depth + 1) * UnitRoundoff / (1 - (depth + 1) * UnitRoundoff), norm = Math.Sqrt(squares);
        return new QuantisedRow(
            scale, (float)((Math.Sqrt(errors) + gamma * norm) * Enlarge), (float)(scale * Math.Sqrt(codes) * Enlarge), (float)(norm * Enlarge), sum);
    }
}
