using Xunit;

namespace Engine.Tests.Data;

public sealed class CsvStreamTests
{
    private const string Table = "a,b,label\n1,2,x\n3,4,y\n5,6,x\n\n";

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    public void StreamCsv_GivesTheRowsOfFromCsv_InBatches(int rows, int batches)
    {
        Dataset whole = Dataset.FromCsv(new StringReader(Table), label: "label");
        Dataset[] parts = [.. Dataset.StreamCsv(new StringReader(Table), rows, label: "label")];
        Assert.Equal(batches, parts.Length);
        Assert.Equal(whole.Features.ToArray(), parts.SelectMany(part => part.Features.ToArray()));
        Assert.All(parts, part => Assert.Equal(["a", "b"], part.FeatureNames));
        Assert.All(parts, part => Assert.Equal(TaskKind.Unlabelled, part.Task));
        Assert.Equal("stdin:4", parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(part.Place)).Last());
    }

    [Fact]
    public void StreamCsv_FailsAtTheBrokenRow_AfterTheBatchesBeforeIt()
    {
        using IEnumerator<Dataset> batches = Dataset.StreamCsv(new StringReader("a,b\n1,2\n3,four\n"), rows: 1).GetEnumerator();
        Assert.True(batches.MoveNext());
        var error = Assert.Throws<InputException>(() => batches.MoveNext());
        Assert.Equal(3, error.Line);
    }

    [Fact]
    public void StreamCsv_RejectsAHeaderAlone() =>
        Assert.Throws<InputException>(() => Dataset.StreamCsv(new StringReader("a,b\n"), rows: 8).ToArray());
}
