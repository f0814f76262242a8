using Xunit;

namespace Engine.Tests.Data;

public sealed class LibSvmReaderTests : IDisposable
{
    private readonly TempFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void FromLibSvm_LaysRowsOutDensely()
    {
        string path = _files.Text("a.svm", "# two classes\n+1 1:0.5 3:-2 # note\r\n-1\n\n1\t2:7  4:1e1\n");
        Dataset data = Dataset.FromLibSvm(path, TaskKind.Classification);
        Assert.Equal((3, 4), (data.Count, data.Dimension));
        Assert.Equal([.5f, 0, -2, 0, 0, 0, 0, 0, 0, 7, 0, 10], data.Features.ToArray());
        Assert.Equal(["-1", "1"], data.ClassNames);
        Assert.Equal([1, 0, 1], data.Labels.ToArray());
        Assert.Equal($"{path}:5", data.Place(2));
    }

    [Fact]
    public void FromLibSvm_KeepsTheDimensionOfTheModel()
    {
        string path = _files.Text("a.svm", "1.5 1:1\n2 2:1\n");
        Dataset data = Dataset.FromLibSvm(path, dimension: 5);
        Assert.Equal((5, TaskKind.Regression), (data.Dimension, data.Task));
        Assert.Equal([1.5, 2], data.Targets.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromLibSvm(path, dimension: 0));
    }

    [Theory]
    [InlineData("", 0, null, "at least one row", "nothing")]
    [InlineData("# only words\n", 0, null, "at least one row", "nothing")]
    [InlineData("1\n2\n", 0, null, "list a feature", "none")]
    [InlineData("1 1:1\n1:1 2:1\n", 2, "target", "start with a finite number", "1:1")]
    [InlineData("1 1:1\nnan 2:1\n", 2, "target", "start with a finite number", "nan")]
    [InlineData("1 1:1\n1 0:1\n", 2, "index 0", "start at 1 and ascend", "0")]
    [InlineData("1 2:1 1:1\n", 1, "index 1", "start at 1 and ascend", "1 after 2")]
    [InlineData("1 2:1 2:1\n", 1, "index 2", "start at 1 and ascend", "2 after 2")]
    [InlineData("1 9:1\n", 1, "index 9", "not exceed the dimension 8", "9")]
    [InlineData("1 1\n", 1, null, "index:value", "1")]
    [InlineData("1 :1\n", 1, null, "index:value", ":1")]
    [InlineData("1 -1:1\n", 1, null, "index:value", "-1:1")]
    [InlineData("1 qid:3 1:1\n", 1, null, "index:value", "qid:3")]
    [InlineData("1 99999999999:1\n", 1, null, "index:value", "99999999999:1")]
    [InlineData("1 1:x\n", 1, "index 1", "finite number", "x")]
    [InlineData("1 1:\n", 1, "index 1", "none may be empty", "")]
    [InlineData("1 1:inf\n", 1, "index 1", "finite number", "inf")]
    [InlineData("1 1:-1e50\n", 1, "index 1", "single precision", "-1e50")]
    public void FromLibSvm_PointsAtTheFault(string text, int line, string? field, string rule, string value)
    {
        string path = _files.Text("a.svm", text);
        InputAssert.Rejects(() => Dataset.FromLibSvm(path, dimension: text.Contains(" 9:") ? 8 : null), path, line, field, rule, value);
    }

    [Fact]
    public void FromLibSvm_RefusesATableOutOfProportion()
    {
        string path = _files.Text("a.svm", "1 1:1\n2 2147483647:1\n");
        InputAssert.Rejects(() => Dataset.FromLibSvm(path), path, 2, "index 2147483647",
            $"must not exceed {Dataset.MaxLibSvmCells} cells", "2 x 2147483647");
    }
}
