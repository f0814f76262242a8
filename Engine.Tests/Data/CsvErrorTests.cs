using Xunit;

namespace Engine.Tests.Data;

public sealed class CsvErrorTests
{
    private static Dataset Read(string text, string? label = "label", CsvOptions? options = null) =>
        Dataset.FromCsv(new StringReader(text), "in.csv", label, options);

    [Theory]
    [InlineData("x,label\n1,a\n2\n", 3, null, "every row must have 2 cells", "1")]
    [InlineData("x,label\n1,a\n2,b,c\n", 3, null, "every row must have 2 cells", "3")]
    [InlineData("x,label\n1,a\nabc,b\n", 3, "column 'x'", "finite number", "abc")]
    [InlineData("x,label\n1,a\n1.2.3,b\n", 3, "column 'x'", "finite number", "1.2.3")]
    [InlineData("x,label\n1,a\n\"1,5\",b\n", 3, "column 'x'", "finite number", "1,5")]
    [InlineData("x,label\n1,a\n1\0,b\n", 3, "column 'x'", "finite number", "1\0")]
    [InlineData("x,label\n1,a\n,b\n", 3, "column 'x'", "none may be empty", "")]
    [InlineData("x,label\n1,a\n  ,b\n", 3, "column 'x'", "none may be empty", "")]
    [InlineData("x,label\n1,a\n2,\n", 3, "column 'label'", "no target may be empty", "")]
    [InlineData("x,label\nNaN,a\n2,b\n", 2, "column 'x'", "finite number", "NaN")]
    [InlineData("x,label\n-Infinity,a\n2,b\n", 2, "column 'x'", "finite number", "-Infinity")]
    [InlineData("x,label\n1e39,a\n2,b\n", 2, "column 'x'", "±3.4028235E+38 (single precision)", "1e39")]
    [InlineData("x,label\n1e999,a\n2,b\n", 2, "column 'x'", "single precision", "1e999")]
    [InlineData("", 0, null, "must hold a table", "nothing")]
    [InlineData("\n\r\n \n", 0, null, "must hold a table", "nothing")]
    [InlineData("x,label\n", 0, null, "at least one row", "only a header")]
    [InlineData("x,label\n\n\n", 0, null, "at least one row", "only a header")]
    [InlineData("x,x,label\n1,2,a\n", 1, "column 1", "must differ", "x")]
    [InlineData("x,y\n1,2\n", 1, "label column", "one of the columns x, y", "label")]
    [InlineData("1,2\n3,4\n", 1, "label column", "no header", "label")]
    [InlineData("label\n1\n", 1, null, "at least one feature", "label")]
    [InlineData("x,label\n1,a\n2,a\n", 0, "column 'label'", "at least two classes", "a")]
    [InlineData("x,label\n1,1\n2,NaN\n", 3, "column 'label'", "finite number", "NaN")]
    [InlineData("x,label\n1,a\n\n2,b\n", 3, null, "blank lines may only end", null)]
    [InlineData("\nx,label\n1,a\n2,b\n", 1, null, "blank lines may only end", null)]
    [InlineData("x,label\n1,a\n2,b\"c\n", 3, null, "quotes must enclose", "b\"c")]
    [InlineData("x,label\n1,a\n2,\"b\"c\n", 3, null, "quotes must enclose", "\"b\"c")]
    [InlineData("x,label\n1,a\n2,\"b\n3,c\n", 3, null, "quotes must enclose", "2,\"b")]
    public void FromCsv_PointsAtTheFault(string text, int line, string? field, string rule, string? value) =>
        InputAssert.Rejects(() => Read(text), "in.csv", line, field, rule, value);

    [Fact]
    public void FromCsv_NamesColumnsByPosition_WithoutHeader() =>
        InputAssert.Rejects(() => Read("1,2\n3,x\n", label: null), "in.csv", 2, "column 1", "finite number", "x");

    [Fact]
    public void FromCsv_RejectsAHoleInTheFirstRow_WithoutHeader() =>
        InputAssert.Rejects(() => Read("1,\n3,4\n", label: null), "in.csv", 1, "column 1", "none may be empty", "");

    [Fact]
    public void FromCsv_RejectsTextTargets_WhenRegressionIsAskedFor() =>
        InputAssert.Rejects(() => Read("x,label\n1,2.5\n2,N/A\n", options: new CsvOptions { Task = TaskKind.Regression }),
            "in.csv", 3, "column 'label'", "every target must be a finite number", "N/A");

    [Fact]
    public void FromCsv_RejectsAClassTheModelDoesNotKnow() =>
        InputAssert.Rejects(() => Read("x,label\n1,cat\n2,cow\n", options: new CsvOptions { Classes = ["cat", "dog"] }),
            "in.csv", 3, "column 'label'", "one of cat, dog", "cow");

    [Fact]
    public void FromCsv_NamesTheFeatureThatIsMissing() =>
        InputAssert.Rejects(() => Read("a,c\n1,2\n", label: null, new CsvOptions { Features = ["a", "b"] }),
            "in.csv", 1, "column 'b'", "every feature of the model", "a, c");

    [Fact]
    public void FromCsv_CountsFeatures_WithoutHeader() =>
        InputAssert.Rejects(() => Read("1,2\n", label: null, new CsvOptions { Features = ["a", "b", "c"] }),
            "in.csv", 1, null, "must hold 3 features", "2");

    [Fact]
    public void FromCsv_NamesAFileThatIsNotThere()
    {
        string missing = Path.Combine(Path.GetTempPath(), "no such folder", "a.csv");
        InputAssert.Rejects(() => Dataset.FromCsv(missing), missing, 0, null, "must exist and be readable", "");
        string folder = Path.GetTempPath();
        InputAssert.Rejects(() => Dataset.FromCsv(folder), folder, 0, null, "must exist and be readable", "");
    }

    [Fact]
    public void FromCsv_RejectsMisuse()
    {
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(""));
        Assert.Throws<ArgumentException>(() => Read("1\n", null, new CsvOptions { Task = TaskKind.Regression }));
        Assert.Throws<ArgumentException>(() => Read("1\n", null, new CsvOptions { Delimiter = '"' }));
        Assert.Throws<ArgumentException>(() => Read("1\n", null, new CsvOptions { Delimiter = 'é' }));
    }
}
