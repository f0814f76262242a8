using Xunit;

namespace Engine.Tests.Data;

public sealed class InputExceptionTests
{
    [Theory]
    [InlineData("digits.csv", 17, "column 'pixel_0_3'", "abc",
        "digits.csv:17, column 'pixel_0_3': every cell must be a finite number, found 'abc'.")]
    [InlineData("digits.csv", 0, null, null, "digits.csv: every cell must be a finite number.")]
    [InlineData("", 0, "row", "0", "row: every cell must be a finite number, found '0'.")]
    [InlineData("", 0, null, "", "every cell must be a finite number, found ''.")]
    public void Message_ComposesEveryPart(string file, int line, string? field, string? value, string expected)
    {
        var error = new InputException(file, line, field, "every cell must be a finite number", value);
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void Message_ShortensAndCleansTheValue_WhichStaysWhole()
    {
        string value = "\u001b\n" + new string('x', 1000);
        var error = new InputException("a.csv", 1, null, "rule", value);
        Assert.Equal($"a.csv:1: rule, found '\uFFFD\uFFFD{new string('x', InputException.ShownValueLength - 2)}…'.", error.Message);
        Assert.Equal(value, error.Value);
    }
}
