using Xunit;

namespace Engine.Tests.Data;

public sealed class CsvReaderTests : IDisposable
{
    private readonly TempFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void FromCsv_ReadsNamesFeaturesAndClasses()
    {
        string path = _files.Text("a.csv", "x,label,y\n1,cat,2.5\n-3e2,dog,.25\n5,cat,+6\n");
        Dataset data = Dataset.FromCsv(path);
        Assert.Equal((3, 2, path), (data.Count, data.Dimension, data.Source));
        Assert.Equal(["x", "y"], data.FeatureNames);
        Assert.Equal([1f, 2.5f, -300f, .25f, 5f, 6f], data.Features.ToArray());
        Assert.Equal([-300f, .25f], data.Row(1).ToArray());
        Assert.Equal(TaskKind.Classification, data.Task);
        Assert.Equal(["cat", "dog"], data.ClassNames);
        Assert.Equal([0, 1, 0], data.Labels.ToArray());
        Assert.True(data.Targets.IsEmpty);
        Assert.Equal($"{path}:3", data.Place(1));
    }

    [Theory]
    [InlineData("x,label\n1,a\n2,b\n")]
    [InlineData("x,label\r\n1,a\r\n2,b\r\n")]
    [InlineData("\uFEFFx,label\n1,a\n2,b")]
    [InlineData("\"x\",\"label\"\n\"1\",\"a\"\n \"2\" , b \n\n\r\n  \n")]
    public void FromCsv_AcceptsEveryUsualSpelling(string text)
    {
        Dataset data = Dataset.FromCsv(_files.Text("a.csv", text));
        Assert.Equal(["x"], data.FeatureNames);
        Assert.Equal([1f, 2f], data.Features.ToArray());
        Assert.Equal(["a", "b"], data.ClassNames);
    }

    [Fact]
    public void FromCsv_ReadsUtf16_WhenItsByteOrderMarkSaysSo()
    {
        byte[] bytes = [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("größe,label\n1,a\n2,b\n")];
        Assert.Equal(["größe"], Dataset.FromCsv(_files.Bytes("a.csv", bytes)).FeatureNames);
    }

    [Fact]
    public void FromCsv_CountsLines_AcrossQuotedLineBreaks()
    {
        Dataset data = Dataset.FromCsv(new StringReader("x,label\n1,\"a\nb\"\n2,c\n"), "stdin");
        Assert.Equal(["a\nb", "c"], data.ClassNames);
        Assert.Equal(["stdin:2", "stdin:4"], [data.Place(0), data.Place(1)]);
    }

    [Theory]
    [InlineData("0", new[] { 2f, 3f, 5f, 6f }, new[] { 1.5, 4.0 })]
    [InlineData("-1", new[] { 1.5f, 2f, 4f, 5f }, new[] { 3.0, 6.0 })]
    public void FromCsv_TakesTheLabelByPosition_WithoutHeader(string label, float[] features, double[] targets)
    {
        Dataset data = Dataset.FromCsv(new StringReader("1.5,2,3\n4,5,6\n"), label: label);
        Assert.Equal(features, data.Features.ToArray());
        Assert.Equal(targets, data.Targets.ToArray());
        Assert.Empty(data.FeatureNames);
        Assert.Equal("stdin:1", data.Place(0));
    }

    [Fact]
    public void FromCsv_DoesNotTakeTextLabelsForAHeader()
    {
        Dataset data = Dataset.FromCsv(new StringReader("1,a\n2,b\n"), label: "-1");
        Assert.Equal((2, TaskKind.Classification), (data.Count, data.Task));
    }

    [Fact]
    public void FromCsv_TakesNumericNames_WhenToldOrWhenTheLabelIsNamed()
    {
        Assert.Equal(["0", "1"], Dataset.FromCsv(new StringReader("0,1,label\n1,2,3.5\n3,4,5.5\n")).FeatureNames);
        var named = new CsvOptions { HasHeader = true };
        Assert.Equal(["0", "1"], Dataset.FromCsv(new StringReader("0,1\n1,2\n"), label: null, options: named).FeatureNames);
        Assert.Equal(2, Dataset.FromCsv(new StringReader("0,1\n1,2\n"), label: null).Count);
    }

    [Fact]
    public void FromCsv_LeavesTheLabelOut_WhenUnlabelled()
    {
        var options = new CsvOptions { Delimiter = ';', Task = TaskKind.Unlabelled };
        Dataset data = Dataset.FromCsv(new StringReader("x;label\n1;\n2;what\n"), options: options);
        Assert.Equal((TaskKind.Unlabelled, 1), (data.Task, data.Dimension));
        Assert.True(data.Labels.IsEmpty && data.Targets.IsEmpty);
    }

    [Fact]
    public void FromCsv_FindsExpectedFeaturesByName_InAnyOrderAmongOthers()
    {
        var options = new CsvOptions { Features = ["b", "a"] };
        Dataset data = Dataset.FromCsv(new StringReader("id,a,note,b\n7,1,hello,2\n8,3,,4\n"), label: null, options: options);
        Assert.Equal(["b", "a"], data.FeatureNames);
        Assert.Equal([2f, 1f, 4f, 3f], data.Features.ToArray());
    }

    [Fact]
    public void FromCsv_CodesLabelsAsTheModelDoes_WhenClassesAreGiven()
    {
        var options = new CsvOptions { Classes = ["2", "0", "1"] };
        Dataset data = Dataset.FromCsv(new StringReader("x,label\n1,1.0\n2,1\n"), options: options);
        Assert.Equal([2, 2], data.Labels.ToArray());
        Assert.Equal(["2", "0", "1"], data.ClassNames);
    }

    [Fact]
    public void FromCsv_RoundsToSinglePrecision_AndTinyNumbersToZero()
    {
        Dataset data = Dataset.FromCsv(new StringReader("0.1,1e-60\n16777217,3.4028235e38\n"), label: null);
        Assert.Equal([0.1f, 0f, 16777216f, float.MaxValue], data.Features.ToArray());
    }

    [Fact]
    public void FromCsv_ReadsTheSamples()
    {
        Dataset digits = Dataset.FromCsv(SampleFiles.PathOf("digits.csv"));
        Assert.Equal((1797, 64, TaskKind.Classification), (digits.Count, digits.Dimension, digits.Task));
        Assert.Equal(Enumerable.Range(0, 10).Select(digit => $"{digit}"), digits.ClassNames);
        Dataset diabetes = Dataset.FromCsv(SampleFiles.PathOf("diabetes.csv"), label: "progression");
        Assert.Equal((442, 10, TaskKind.Regression), (diabetes.Count, diabetes.Dimension, diabetes.Task));
        Assert.Equal((151.0, 4.8598f), (diabetes.Targets[0], diabetes.Row(0)[8]));
    }
}
