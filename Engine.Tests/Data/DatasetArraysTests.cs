using Xunit;

namespace Engine.Tests.Data;

public sealed class DatasetArraysTests
{
    [Fact]
    public void FromArrays_Copies()
    {
        float[] features = [1, 2, 3, 4];
        double[] targets = [.5, -1];
        Dataset data = Dataset.FromArrays(features, 2, targets);
        (features[0], targets[0]) = (9, 9);
        Assert.Equal([1f, 2, 3, 4], data.Features.ToArray());
        Assert.Equal([.5, -1], data.Targets.ToArray());
        Assert.Equal((2, TaskKind.Regression, "memory", "memory, row 1"), (data.Count, data.Task, data.Source, data.Place(1)));
    }

    [Fact]
    public void FromArrays_NamesClasses()
    {
        Dataset byNumber = Dataset.FromArrays(new float[] { 1, 2, 3 }, 1, [10, 9, 10]);
        Assert.Equal(["9", "10"], byNumber.ClassNames);
        Assert.Equal([1, 0, 1], byNumber.Labels.ToArray());
        Assert.Equal(["no", "yes"], Dataset.FromArrays(new float[] { 1, 2 }, 1, ["yes", "no"]).ClassNames);
        Assert.Equal(TaskKind.Unlabelled, Dataset.FromArrays(new float[] { 1, 2 }, 1).Task);
    }

    [Fact]
    public void FromArrays_RejectsMisuse()
    {
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[3], 2));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays([], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromArrays(new float[2], 0));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[2], 1, new double[3]));
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[2], 1, ["a", null!]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromArrays(new float[2], 1).Row(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromArrays(new float[2], 1).Place(-1));
    }

    [Fact]
    public void FromArrays_PointsAtBadValues()
    {
        InputAssert.Rejects(() => Dataset.FromArrays(new float[] { 1, 2, 3, float.NaN }, 2), "memory", 0, "row 1, column 1", "finite", "NaN");
        InputAssert.Rejects(() => Dataset.FromArrays(new float[] { 1, 2 }, 1, [1, double.NegativeInfinity]),
            "memory", 0, "row 1, target", "finite", "-Infinity");
        InputAssert.Rejects(() => Dataset.FromArrays(new float[] { 1, 2 }, 1, [4, 4]), "memory", 0, null, "two classes", "4");
    }
}
