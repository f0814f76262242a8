using Xunit;

namespace Engine.Tests.Data;

public sealed class FeatureTransformTests
{
    /// <summary>Half the spacing of single precision at 1: the relative error of one rounding.</summary>
    private const double SingleRoundoff = 1.0 / (1 << 24);

    [Fact]
    public void Apply_CentresScalesAppendsAndNormalises()
    {
        var transform = new FeatureTransform([1, 10], [2, 0], 4);
        var destination = new float[3];
        transform.Apply([2.5f, 99], destination);
        Assert.Equal((2, 3), (transform.InputDimension, transform.OutputDimension));
        Assert.Equal([.6f, 0, .8f], destination);
    }

    [Theory]
    [InlineData("digits.csv", "label")]
    [InlineData("diabetes.csv", "progression")]
    public void Apply_GivesUnitRows_WithinRounding(string file, string label)
    {
        Dataset data = Dataset.FromCsv(SampleFiles.PathOf(file), label);
        FeatureTransform transform = FeatureTransform.Fit(data);
        float[] rows = transform.Apply(data);
        Assert.Equal(data.Count * transform.OutputDimension, rows.Length);

        // Each coordinate is rounded to single once, relative error u; the double arithmetic before it and the sum
        // here add at most (2D + 8) roundings of 2^-53.
        double bound = SingleRoundoff + (2 * transform.OutputDimension + 8) * Math.Pow(2, -53);
        var single = new float[transform.OutputDimension];
        for (int row = 0; row < data.Count; row++)
        {
            ReadOnlySpan<float> unit = rows.AsSpan(row * single.Length, single.Length);
            double squares = 0;
            foreach (float x in unit) squares += (double)x * x;
            Assert.InRange(Math.Abs(Math.Sqrt(squares) - 1), 0, bound);
            transform.Apply(data.Row(row), single);
            Assert.True(unit.SequenceEqual(single));
        }
    }

    [Fact]
    public void Fit_CentresAndStandardisesExactly_WithinRounding()
    {
        Dataset data = Dataset.FromCsv(SampleFiles.PathOf("diabetes.csv"), "progression");
        FeatureTransform transform = FeatureTransform.Fit(data, new TransformOptions { Scaling = Scaling.Standardise });
        int n = data.Count;

        // Summation in any order errs by at most (n - 1) u sum |x|; u = 2^-53 (Higham, section 4.2).
        double u = Math.Pow(2, -53);
        for (int column = 0; column < data.Dimension; column++)
        {
            double sum = 0, squares = 0, absolute = 0, mean = transform.Mean[column], scale = transform.Scale[column];
            for (int row = 0; row < n; row++)
            {
                double x = data.Row(row)[column];
                sum += x - mean;
                squares += (x - mean) * (x - mean) * scale * scale;
                absolute += Math.Abs(x) + Math.Abs(mean);
            }

            Assert.InRange(Math.Abs(sum), 0, 2 * (n + 2) * u * absolute);
            Assert.InRange(Math.Abs(squares / n - 1), 0, 2 * (n + 8) * u);
        }
    }

    [Fact]
    public void Apply_MapsAConstantColumnToExactZero()
    {
        Dataset data = Dataset.FromArrays(new float[] { 1, .1f, 2, .1f, 4, .1f }, 2);
        foreach (Scaling scaling in new[] { Scaling.Centre, Scaling.Standardise })
        {
            FeatureTransform transform = FeatureTransform.Fit(data, new TransformOptions { Scaling = scaling, AppendConstant = 1 });
            float[] rows = transform.Apply(data);
            for (int row = 0; row < 3; row++) Assert.Equal(0f, rows[row * 3 + 1]);
        }
    }

    [Fact]
    public void Apply_IsTheSame_AfterStoringTheParts()
    {
        Dataset data = Dataset.FromCsv(SampleFiles.PathOf("diabetes.csv"), "progression");
        FeatureTransform fitted = FeatureTransform.Fit(data);
        var restored = new FeatureTransform(fitted.Mean, fitted.Scale, fitted.AppendedConstant);
        Assert.Equal(fitted.Apply(data), restored.Apply(data));
        Assert.Equal(fitted.Describe(), restored.Describe());
    }

    [Fact]
    public void Apply_NamesTheRowWithoutDirection()
    {
        Dataset data = Dataset.FromCsv(new StringReader("x,y\n1,2\n2,3\n3,4\n"), "in.csv", label: null);
        FeatureTransform transform = FeatureTransform.Fit(data, new TransformOptions { Scaling = Scaling.Centre });
        InputAssert.Rejects(() => transform.Apply(data), "in.csv", 3, null, "positive and finite", "0");
        var error = Assert.Throws<InputException>(() => transform.Apply([2, 3], new float[2]));
        Assert.Equal(("", "row", "0"), (error.File, error.Field, error.Value));
        Assert.Equal("NaN", Assert.Throws<InputException>(() => transform.Apply([float.NaN, 3], new float[2])).Value);
        Dataset memory = Dataset.FromArrays(new float[] { 1, 1, 2, 3 }, 2);
        InputAssert.Rejects(() => transform.Apply(memory), "memory", 0, "row 1", "positive and finite", "0");
    }

    [Fact]
    public void Constructor_RejectsBadParts()
    {
        Assert.Throws<ArgumentException>(() => new FeatureTransform([], [], 0));
        Assert.Throws<ArgumentException>(() => new FeatureTransform([1, 2], [1], 0));
        Assert.Throws<ArgumentException>(() => new FeatureTransform([double.NaN], [1], 0));
        Assert.Throws<ArgumentException>(() => new FeatureTransform([1], [double.PositiveInfinity], 0));
        Assert.Throws<ArgumentException>(() => new FeatureTransform([1], [-1], 0));
        Assert.Throws<ArgumentException>(() => new FeatureTransform([1], [0], 1));
        Assert.Throws<ArgumentException>(() => new FeatureTransform([1], [1], -1));
        Assert.Throws<ArgumentException>(() => new FeatureTransform([1], [1], double.NaN));
    }

    [Fact]
    public void Apply_RejectsMisuse()
    {
        var transform = new FeatureTransform([0, 0], [1, 1], 0);
        Assert.Throws<ArgumentException>(() => transform.Apply([1, 2, 3], new float[2]));
        Assert.Throws<ArgumentException>(() => transform.Apply([1, 2], new float[3]));
        Assert.Throws<ArgumentException>(() => transform.Apply(Dataset.FromArrays(new float[3], 3)));
    }
}
