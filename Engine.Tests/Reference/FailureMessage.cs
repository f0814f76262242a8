using System.Runtime.CompilerServices;
using System.Text;

namespace Engine.Tests.Reference;

/// <summary>An interpolated string that is not formatted unless a check fails.</summary>
[InterpolatedStringHandler]
internal readonly struct FailureMessage
{
    private readonly StringBuilder? _text;

    /// <summary>For <see cref="Check.That"/>.</summary>
    public FailureMessage(int literalLength, int formattedCount, bool holds, out bool wanted)
    {
        wanted = !holds;
        _text = wanted ? new StringBuilder(literalLength + 16 * formattedCount) : null;
    }

    /// <summary>For <see cref="Check.Near"/>.</summary>
    public FailureMessage(int literalLength, int formattedCount, double actual, double expected, double bound, out bool wanted)
        : this(literalLength, formattedCount, Math.Abs(actual - expected) <= bound, out wanted)
    {
    }

    public void AppendLiteral(string text) => _text!.Append(text);

    public void AppendFormatted<T>(T value, string? format = null) =>
        _text!.Append(value is IFormattable number ? number.ToString(format, null) : value?.ToString());

    public override string ToString() => _text?.ToString() ?? "";
}
