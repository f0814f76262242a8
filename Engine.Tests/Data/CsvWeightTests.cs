using Xunit;

namespace Engine.Tests.Data;

/// <summary>A column of weights.</summary>
public sealed class CsvWeightTests
{
    [Theory]
    [InlineData("w", "x,w,label\n1,0.5,a\n2,3,b\n")]
    [InlineData("1", "x,w,label\n1,0.5,a\n2,3,b\n")]
    [InlineData("-2", "1,0.5,a\n2,3,b\n")]
    public void Weights_AreTakenOutOfTheFeatures(string weights, string text)
    {
        Dataset data = Read(text, weights, text[0] == 'x' ? "label" : "2");
        Assert.Equal([0.5, 3.0], data.Weights.ToArray());
        Assert.Equal([1f, 2f], data.Features.ToArray());
        Assert.Equal(1, data.Dimension);
    }

    [Fact]
    public void Weights_FollowTheirRows_ThroughSplits()
    {
        string rows = string.Concat(Enumerable.Range(1, 40).Select(i => $"{i},{i},{i % 2}\n"));
        Dataset data = Read($"x,w,label\n{rows}", "w", "label");
        DatasetSplit split = data.Split(0.25, seed: 3);
        foreach (Dataset part in new[] { split.Train, split.Test })
            Assert.Equal(part.Features.ToArray().Select(x => (double)x), part.Weights.ToArray());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("")]
    [InlineData("heavy")]
    public void Weights_MustBeFiniteAndPositive(string weight) =>
        InputAssert.Rejects(() => Read($"x,w,label\n1,1,a\n2,{weight},b\n", "w", "label"), "in.csv", 3, "column 'w'", "every weight must be a finite number above 0", weight);

    private static Dataset Read(string text, string weights, string label) =>
        Dataset.FromCsv(new StringReader(text), "in.csv", label, new CsvOptions { Weights = weights });
}
