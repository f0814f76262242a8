using System.Text;

namespace Engine;

/// <summary>Thrown when something that came from outside (a file, a stream, an option) breaks a rule.</summary>
/// <remarks>
/// The message composes every part, for example
/// <c>digits.csv:17, column 'pixel_0_3': every cell must be a finite number, found 'abc'.</c>
/// Wrong arguments from the calling program are <see cref="ArgumentException"/> instead.
/// </remarks>
public sealed class InputException : Exception
{
    /// <summary>How many characters of <see cref="Value"/> the message shows; the rest becomes an ellipsis.</summary>
    public const int ShownValueLength = 60;

    /// <summary>Describes one broken rule.</summary>
    /// <param name="file">Path or name of the input as the user gave it; empty when there is none.</param>
    /// <param name="line">Line in the file, counted from 1; 0 when the input has no lines.</param>
    /// <param name="field">The column, header field or row meant, as words; null when the whole line or file is.</param>
    /// <param name="rule">The rule that does not hold, as a clause without a full stop.</param>
    /// <param name="value">What was found instead; null when nothing can be shown.</param>
    /// <param name="innerException">The cause, when another exception revealed it.</param>
    public InputException(string file, int line, string? field, string rule, string? value, Exception? innerException = null)
        : base(Compose(file, line, field, rule, value), innerException)
    {
        File = file;
        Line = line;
        Field = field;
        Rule = rule;
        Value = value;
    }

    /// <summary>Path or name of the input as the user gave it; empty when there is none.</summary>
    public string File { get; }

    /// <summary>Line in <see cref="File"/>, counted from 1; 0 when the input has no lines.</summary>
    public int Line { get; }

    /// <summary>The part meant, such as <c>column 'age'</c> or <c>header field 'shape'</c>; null for the whole line or file.</summary>
    public string? Field { get; }

    /// <summary>The rule that does not hold.</summary>
    public string Rule { get; }

    /// <summary>What was found, in full; null when nothing can be shown.</summary>
    public string? Value { get; }

    private static string Compose(string file, int line, string? field, string rule, string? value)
    {
        var message = new StringBuilder(file);
        if (line > 0) message.Append(':').Append(line);
        if (field is not null) message.Append(message.Length > 0 ? ", " : "").Append(field);
        if (message.Length > 0) message.Append(": ");
        message.Append(rule);
        if (value is not null) message.Append(", found '").Append(Shorten(value)).Append('\'');
        return message.Append('.').ToString();
    }

    // Values come from arbitrary bytes: control characters would garble a terminal or a log.
    private static string Shorten(string value)
    {
        ReadOnlySpan<char> kept = value.AsSpan(0, Math.Min(value.Length, ShownValueLength));
        var shown = new StringBuilder(kept.Length + 1);
        foreach (char c in kept) shown.Append(char.IsControl(c) ? '\uFFFD' : c);
        return value.Length > ShownValueLength ? shown.Append('…').ToString() : shown.ToString();
    }
}
