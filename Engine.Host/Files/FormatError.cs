namespace Engine;

/// <summary>The one place where a malformed input file becomes an exception.</summary>
internal static class FormatError
{
    private const int LongestQuote = 80;

    /// <summary>The exception for a file that breaks a rule of its format.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="field">The part of the file that breaks the rule; quoted up to 80 characters.</param>
    /// <param name="rule">What must hold.</param>
    /// <param name="value">What was found; quoted up to 80 characters.</param>
    internal static Exception At(string file, string field, string rule, string value) =>
        new InvalidDataException($"{file}, {Quote(field)}: {rule}, found {Quote(value)}.");

    private static string Quote(string text) =>
        text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "...");
}
