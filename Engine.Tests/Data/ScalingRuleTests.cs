using Xunit;

namespace Engine.Tests.Data;

public sealed class ScalingRuleTests
{
    [Fact]
    public void Auto_CentresDigits_WithoutConstant()
    {
        FeatureTransform transform = FeatureTransform.Fit(Dataset.FromCsv(SampleFiles.PathOf("digits.csv")));
        Assert.Equal((64, 64, 0.0), (transform.InputDimension, transform.OutputDimension, transform.AppendedConstant));
        Assert.False(transform.Scale.ContainsAnyExcept(1.0));
        Assert.Equal(
            "Subtracts the mean of each of the 64 columns so that rows share no direction, keeps the common scale, and gives every "
            + "row unit length, as the network expects.", transform.Describe());
    }

    [Fact]
    public void Auto_StandardisesDiabetes_WithConstant()
    {
        FeatureTransform transform = FeatureTransform.Fit(Dataset.FromCsv(SampleFiles.PathOf("diabetes.csv"), "progression"));
        Assert.Equal((10, 11), (transform.InputDimension, transform.OutputDimension));
        Assert.Equal(2 * Math.Sqrt(10), transform.AppendedConstant);
        Assert.Equal(
            "Standardises each of the 10 columns so that units do not matter, appends the constant 6.325 so that the length of a "
            + "row is not lost, and gives every row unit length, as the network expects.", transform.Describe());
    }

    [Theory]
    [InlineData(16, 8, true)]
    [InlineData(16, 7, false)]
    [InlineData(15, 15, false)]
    public void Auto_CountsColumnsThatShareTheRange(int dimension, int alike, bool centres)
    {
        FeatureTransform transform = FeatureTransform.Fit(TwoRows(dimension, column => column < alike ? (0f, column == 0 ? 10f : 5f) : (0f, 4f)));
        Assert.Equal(centres, transform.AppendedConstant == 0);
    }

    [Fact]
    public void Auto_NeedsTheSmallestValueToBeShared() =>
        Assert.True(FeatureTransform.Fit(TwoRows(16, column => column < 7 ? (0f, 10f) : (1f, 10f))).AppendedConstant > 0);

    [Fact]
    public void Auto_IgnoresConstantColumns()
    {
        Assert.Equal(0, FeatureTransform.Fit(TwoRows(20, column => column < 2 ? (0f, 10f) : (3f, 3f))).AppendedConstant);
        FeatureTransform table = FeatureTransform.Fit(TwoRows(10, column => column < 4 ? (0f, 10f) : (3f, 3f)));
        Assert.Equal((4.0, 0.0, 0.2), (table.AppendedConstant, table.Scale[9], table.Scale[0]));
    }

    [Theory]
    [InlineData(Scaling.None, 0)]
    [InlineData(Scaling.Centre, 0)]
    [InlineData(Scaling.Standardise, 4)]
    public void Options_OverrideTheRule(Scaling scaling, double constant)
    {
        Dataset data = TwoRows(4, column => (1f, 2f + column));
        Assert.Equal(constant, FeatureTransform.Fit(data, new TransformOptions { Scaling = scaling }).AppendedConstant);
        FeatureTransform own = FeatureTransform.Fit(data, new TransformOptions { Scaling = scaling, AppendConstant = 3 });
        Assert.Equal((3.0, 5), (own.AppendedConstant, own.OutputDimension));
        Assert.Equal(scaling == Scaling.None ? 0 : 1.5, own.Mean[0]);
        Assert.Equal(scaling == Scaling.Standardise ? 2 : 1, own.Scale[0]);
    }

    [Fact]
    public void Fit_RejectsATableWithoutVariation()
    {
        InputAssert.Rejects(() => FeatureTransform.Fit(TwoRows(3, _ => (1f, 1f))), "memory", 0, null, "must vary", "3 constant");
        Dataset data = TwoRows(3, _ => (0f, 1f));
        Assert.Throws<ArgumentException>(() => FeatureTransform.Fit(data, new TransformOptions { AppendConstant = -1 }));
        Assert.Throws<ArgumentException>(() => FeatureTransform.Fit(data, new TransformOptions { Scaling = (Scaling)9 }));
    }

    private static Dataset TwoRows(int dimension, Func<int, (float Low, float High)> column)
    {
        (float Low, float High)[] cells = [.. Enumerable.Range(0, dimension).Select(column)];
        return Dataset.FromArrays([.. cells.Select(cell => cell.Low), .. cells.Select(cell => cell.High)], dimension);
    }
}
