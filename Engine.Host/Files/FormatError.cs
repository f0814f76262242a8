namespace Engine;

/// <summary>The one place where a malformed model file becomes an exception.</summary>
internal static class FormatError
{
    private const int LongestName = 80;

    /// <summary>The exception for a file that breaks a rule of its format.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="field">The part of the file that breaks the rule; it may hold a name from the file and is cut at 80 characters.</param>
    /// <param name="rule">What must hold.</param>
    /// <param name="value">What was found.</param>
    internal static InputException At(string file, string field, string rule, string value) =>
        new(file, line: 0, field.Length <= LongestName ? field : string.Concat(field.AsSpan(0, LongestName), "..."), rule, value);
}
