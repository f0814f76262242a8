using System.Globalization;

namespace Engine;

/// <summary>Reads numbers as every text format of ours writes them: invariant culture, finite, in range.</summary>
internal static class NumericText
{
    public const string FiniteRule = "every cell must be a finite number";
    public const string EmptyRule = "every cell must be a finite number and none may be empty";

    public const string WeightRule = "every weight must be a finite number above 0; leave a row out instead of giving it weight 0";

    private const NumberStyles Style = NumberStyles.Float;
    private static readonly string s_rangeRule =
        $"every cell must lie within ±{float.MaxValue.ToString(CultureInfo.InvariantCulture)} (single precision)";

    /// <summary>Parses UTF-8 <paramref name="text"/>; numbers too small for single precision round to zero.</summary>
    /// <returns>Null on success, else the rule that does not hold.</returns>
    public static string? TryCell(ReadOnlySpan<byte> text, out float value)
    {
        if (text.IsEmpty)
        {
            value = 0;
            return EmptyRule;
        }

        // The parser of .NET accepts trailing NUL characters.
        if (!float.TryParse(text, Style, CultureInfo.InvariantCulture, out value) || text[^1] == 0) return FiniteRule;
        if (float.IsFinite(value)) return null;
        return text.ContainsAnyInRange((byte)'0', (byte)'9') ? s_rangeRule : FiniteRule;
    }

    /// <summary>Parses <paramref name="text"/>; numbers too small for single precision round to zero.</summary>
    /// <returns>Null on success, else the rule that does not hold.</returns>
    public static string? TryCell(ReadOnlySpan<char> text, out float value)
    {
        if (text.IsEmpty)
        {
            value = 0;
            return EmptyRule;
        }

        if (!float.TryParse(text, Style, CultureInfo.InvariantCulture, out value) || text[^1] == 0) return FiniteRule;
        if (float.IsFinite(value)) return null;
        return text.ContainsAnyInRange('0', '9') ? s_rangeRule : FiniteRule;
    }

    /// <summary>Rounds a double to single precision.</summary>
    /// <returns>Null on success, else the rule that does not hold.</returns>
    public static string? TryCell(double wide, out float value)
    {
        value = (float)wide;
        if (float.IsFinite(value)) return null;
        return double.IsFinite(wide) ? s_rangeRule : FiniteRule;
    }

    /// <summary>True when <paramref name="text"/> is a number, infinities and NaN included.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && text[^1] != 0;

    /// <summary>The shortest text that parses back to <paramref name="value"/>; both zeros give "0".</summary>
    public static string Canonical(double value) => (value + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
