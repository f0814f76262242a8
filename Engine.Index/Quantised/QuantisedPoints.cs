using System.Runtime.InteropServices;

namespace Engine.Indexing;

/// <summary>Points as bytes in panels of 64, each with its own scale, and what bounds the error of that.</summary>
/// <remarks>
/// Point r has the largest scale u_r for which |p^| stays below 90 a component and about sqrt(30,000) a block: a longer code would leave queries fewer levels (<see cref="ByteLevels"/>). p^ = round(u_r p); two
/// components of a point are one 16-bit word, a step is 64 words. What is compared is scaled to the smallest u of the panel: R_r = 2^15 u / u_r. Rows whose numbers are far outside the usual range have zeros for codes and a bit
/// in <see cref="Unusual"/>: they are always checked exactly.
/// </remarks>
internal sealed unsafe class QuantisedPoints
{
    /// <summary>Rows and queries with a largest component outside [1/this, this] are not quantised: products could leave the range of fp32.</summary>
    public const float Usual = 1L << 50;

    private const int Points = ByteLevels.PanelPoints;

    private readonly AlignedMemory<byte> _codes;
    private readonly AlignedMemory<short> _ratios;
    private readonly float[] _scales;
    private readonly ulong[] _coded;
    private readonly ulong[] _unusual;
    private readonly double[] _blockNorms;
    private readonly double _blockNorm = Math.Sqrt(ByteLevels.BlockProduct);
    private readonly int _blockComponents;

    /// <summary>Quantises points, shape (m, d), finite.</summary>
    public QuantisedPoints(int dimension, ReadOnlySpan<float> points)
    {
        Dimension = dimension;
        Count = points.Length / dimension;
        PanelCount = (int)(((long)Count + Points - 1) / Points);
        _blockComponents = ByteLevels.BlockSteps(dimension) * ByteLevels.Step;
        PanelBytes = ByteLevels.Blocks(dimension) * _blockComponents * Points;
        _codes = new AlignedMemory<byte>((long)PanelCount * PanelBytes);
        _ratios = new AlignedMemory<short>((long)PanelCount * Points);
        _scales = new float[PanelCount];
        _coded = new ulong[PanelCount];
        _unusual = new ulong[PanelCount];
        _blockNorms = new double[ByteLevels.Blocks(dimension)];
        NativeMemory.Fill(_codes.Pointer, (nuint)_codes.Length, ByteLevels.Point);
        for (int panel = 0; panel < PanelCount; panel++) QuantisePanel(panel, points);
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

    /// <summary>Per block: the largest |p^| over its components.</summary>
    public ReadOnlySpan<double> BlockNorms => _blockNorms;

    /// <summary>The smallest u of every panel.</summary>
    public ReadOnlySpan<float> Scales => _scales;

    /// <summary>The points of every panel that are quantised.</summary>
    public ReadOnlySpan<ulong> Coded => _coded;

    /// <summary>The points of every panel that are not.</summary>
    public ReadOnlySpan<ulong> Unusual => _unusual;

    /// <summary>Codes of a panel; the caller keeps this object alive.</summary>
    public byte* Codes(int panel) => _codes.Pointer + (long)panel * PanelBytes;

    /// <summary>R of a panel's points; the caller keeps this object alive.</summary>
    public short* Ratios(int panel) => _ratios.Pointer + (long)panel * Points;

    private void QuantisePanel(int panel, ReadOnlySpan<float> points)
    {
        Span<float> scales = stackalloc float[Points];
        int first = panel * Points, count = Math.Min(Points, Count - first);
        float least = float.PositiveInfinity;
        _coded[panel] = ulong.MaxValue >> (Points - count);
        for (int i = 0; i < count; i++)
        {
            scales[i] = Quantise(panel, i, points.Slice((first + i) * Dimension, Dimension));
            least = MathF.Min(least, scales[i]);
        }

        _scales[panel] = float.IsFinite(least) ? least : 1;
        // A zero row has an infinite scale: whatever it is multiplied with, it gives 0.
        for (int i = 0; i < count; i++) Ratios(panel)[i] = (short)Math.Min(short.MaxValue, Math.Round((double)ByteLevels.Offset * _scales[panel] / scales[i]));
    }

    // The scale; infinite when there is nothing to scale.
    private float Quantise(int panel, int i, ReadOnlySpan<float> point)
    {
        float most = 0;
        foreach (float value in point) most = MathF.Max(most, MathF.Abs(value));
        PointNorm = Math.Max(PointNorm, RoundingSlack.NormAbove(point));
        if (most == 0) return float.PositiveInfinity;
        if (most is < 1 / Usual or > Usual)
        {
            _unusual[panel] |= 1ul << i;
            _coded[panel] &= ~(1ul << i);
            return float.PositiveInfinity;
        }

        double longest = 0;
        for (int first = 0; first < point.Length; first += _blockComponents)
            longest = Math.Max(longest, RoundingSlack.NormAbove(point[first..Math.Min(point.Length, first + _blockComponents)]));
        float scale = (float)Math.Min(ByteLevels.Point / most, _blockNorm / longest);
        byte* codes = Codes(panel) + i * ByteLevels.Step;
        double error = 0, square = 0, block = 0;
        for (int k = 0; k < point.Length; k++)
        {
            double scaled = (double)scale * point[k];
            int code = Math.Clamp((int)Math.Round(scaled), -ByteLevels.Point, ByteLevels.Point);
            codes[k / ByteLevels.Step * (Points * ByteLevels.Step) + k % ByteLevels.Step] = (byte)(code + ByteLevels.Point);
            error += (scaled - code) * (scaled - code);
            block += code * code;
            if ((k + 1) % _blockComponents != 0 && k + 1 < point.Length) continue;
            int b = k / _blockComponents;
            _blockNorms[b] = Math.Max(_blockNorms[b], RoundingSlack.RootAbove(block));
            square += block;
            block = 0;
        }

        ErrorNorm = Math.Max(ErrorNorm, RoundingSlack.RootAbove(error));
        CodeNorm = Math.Max(CodeNorm, RoundingSlack.RootAbove(square));
        return scale;
    }
}
