namespace Engine.Indexing;

/// <summary>Points as bytes in panels of 32, each with its own scale, and what bounds the error of that.</summary>
/// <remarks>
/// Point r has u_r = 90 / max |p|, or less, so that |p^| is at most about 256 a block: a longer code would leave queries fewer levels (<see cref="ByteLevels"/>). p^ = round(u_r p); four components of a point are one 32-bit word, a step is 32 words. Rows whose numbers are far outside the usual range have u_r = NaN: no comparison with them
/// is ever certain, so they are always checked exactly.
/// </remarks>
internal sealed unsafe class QuantisedPoints
{
    /// <summary>Rows and queries with a largest component outside [1/this, this] are not quantised: products could leave the range of fp32.</summary>
    public const float Usual = 1L << 50;

    private const int Lanes = PointPanels.Lanes;

    // Points and queries share 2 * 32,767 evenly.
    private const double BlockNorm = 256;

    private readonly AlignedMemory<byte> _codes;
    private readonly AlignedMemory<float> _scales;
    private readonly double[] _halfNorms;

    /// <summary>Quantises points, shape (m, d), finite.</summary>
    public QuantisedPoints(int dimension, ReadOnlySpan<float> points)
    {
        Dimension = dimension;
        Count = points.Length / dimension;
        PanelCount = (int)(((long)Count + Lanes - 1) / Lanes);
        PanelBytes = ByteLevels.Steps(dimension) * ByteLevels.Step * Lanes;
        _codes = new AlignedMemory<byte>((long)PanelCount * PanelBytes);
        _scales = new AlignedMemory<float>((long)PanelCount * Lanes);
        _halfNorms = new double[2 * ByteLevels.Blocks(dimension)];
        for (long b = 0; b < _codes.Length; b++) _codes.Pointer[b] = ByteLevels.Point;
        for (int r = 0; r < Count; r++) Quantise(r, points.Slice(r * dimension, dimension));
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>m.</summary>
    public int Count { get; }

    /// <summary>Panels.</summary>
    public int PanelCount { get; }

    /// <summary>Bytes of a panel.</summary>
    public int PanelBytes { get; }

    /// <summary>The largest |p|.</summary>
    public double PointNorm { get; private set; }

    /// <summary>The largest |p^|.</summary>
    public double CodeNorm { get; private set; }

    /// <summary>The largest |u_r p - p^|.</summary>
    public double ErrorNorm { get; private set; }

    /// <summary>Per half block (<see cref="ByteLevels.Half"/>): the largest |p^| over its components.</summary>
    public ReadOnlySpan<double> HalfNorms => _halfNorms;

    /// <summary>Codes of a panel; the caller keeps this object alive.</summary>
    public byte* Codes(int panel) => _codes.Pointer + (long)panel * PanelBytes;

    /// <summary>u_r of a panel's points.</summary>
    public float* Scales(int panel) => _scales.Pointer + (long)panel * Lanes;

    private void Quantise(int r, ReadOnlySpan<float> point)
    {
        float most = 0;
        foreach (float value in point) most = MathF.Max(most, MathF.Abs(value));
        double norm = RoundingSlack.NormAbove(point);
        PointNorm = Math.Max(PointNorm, norm);
        byte* codes = Codes(r / Lanes) + r % Lanes * ByteLevels.Step;
        float* scale = _scales.Pointer + r;
        if (most == 0)
        {
            *scale = 1;
            return;
        }

        if (most is < 1 / Usual or > Usual)
        {
            *scale = float.NaN;
            return;
        }

        *scale = MathF.Min(ByteLevels.Point / most, (float)(BlockNorm * Math.Sqrt(ByteLevels.Blocks(Dimension)) / norm));
        double error = 0, square = 0;
        Span<double> halves = stackalloc double[_halfNorms.Length];
        for (int k = 0; k < point.Length; k++)
        {
            double scaled = (double)*scale * point[k];
            int code = Math.Clamp((int)Math.Round(scaled), -ByteLevels.Point, ByteLevels.Point);
            codes[k / ByteLevels.Step * (Lanes * ByteLevels.Step) + k % ByteLevels.Step] = (byte)(code + ByteLevels.Point);
            error += (scaled - code) * (scaled - code);
            square += code * code;
            halves[ByteLevels.Half(k)] += code * code;
        }

        ErrorNorm = Math.Max(ErrorNorm, RoundingSlack.RootAbove(error));
        CodeNorm = Math.Max(CodeNorm, RoundingSlack.RootAbove(square));
        for (int h = 0; h < halves.Length; h++) _halfNorms[h] = Math.Max(_halfNorms[h], RoundingSlack.RootAbove(halves[h]));
    }
}
