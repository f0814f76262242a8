using Xunit;

namespace Engine.Tests.Data;

/// <summary>Asserts every part of an <see cref="InputException"/>.</summary>
internal static class InputAssert
{
    /// <param name="read">Must throw.</param>
    /// <param name="file">Exactly.</param>
    /// <param name="line">Exactly; 0 when the input has no lines.</param>
    /// <param name="field">Exactly; null when the whole line or file is meant.</param>
    /// <param name="rule">A part of the rule.</param>
    /// <param name="value">A part of the value; null when there must be none.</param>
    public static void Rejects(Func<object> read, string file, int line, string? field, string rule, string? value)
    {
        var error = Assert.Throws<InputException>(read);
        Assert.Equal(file, error.File);
        Assert.Equal(line, error.Line);
        Assert.Equal(field, error.Field);
        Assert.Contains(rule, error.Rule);
        if (value is null) Assert.Null(error.Value);
        else Assert.Contains(value, error.Value);
        Assert.StartsWith(line > 0 ? $"{file}:{line}" : file, error.Message);
        Assert.Contains(error.Rule, error.Message);
    }
}
