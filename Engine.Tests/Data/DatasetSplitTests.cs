using Xunit;

namespace Engine.Tests.Data;

public sealed class DatasetSplitTests
{
    [Fact]
    public void Split_IsStratifiedDisjointAndComplete()
    {
        Dataset data = Dataset.FromCsv(SampleFiles.PathOf("digits.csv"));
        DatasetSplit split = data.Split(0.2, seed: 1);
        Assert.Equal(data.ClassNames, split.Test.ClassNames);
        for (int digit = 0; digit < 10; digit++)
        {
            int all = Count(data, digit);
            Assert.Equal((int)Math.Round(all * 0.2, MidpointRounding.AwayFromZero), Count(split.Test, digit));
            Assert.Equal(all, Count(split.Train, digit) + Count(split.Test, digit));
        }

        AssertSameRows(data, split);
    }

    [Theory]
    [InlineData(0.2, 88)]
    [InlineData(0.999, 441)]
    public void Split_RoundsTheShare_AndAlwaysTrains(double fraction, int expected)
    {
        Dataset data = Dataset.FromCsv(SampleFiles.PathOf("diabetes.csv"), label: "progression");
        DatasetSplit split = data.Split(fraction, seed: 5);
        Assert.Equal((442 - expected, expected), (split.Train.Count, split.Test.Count));
        AssertSameRows(data, split);
    }

    [Fact]
    public void Split_DependsOnTheSeedOnly()
    {
        Dataset data = Rows(100);
        Assert.Equal(Places(data.Split(0.3, 7).Test), Places(data.Split(0.3, 7).Test));
        Assert.NotEqual(Places(data.Split(0.3, 7).Test), Places(data.Split(0.3, 8).Test));
        Assert.NotEqual(Places(data.Split(0.3, 7).Train).Order(), Places(data.Split(0.3, 7).Train));
    }

    [Fact]
    public void Split_KeepsARowOfEveryClassForTraining()
    {
        Dataset data = Dataset.FromArrays(new float[] { 1, 2, 3, 4, 5 }, 1, ["rare", "a", "a", "b", "b"]);
        DatasetSplit split = data.Split(0.9, seed: 2);
        Assert.Equal([0, 1, 2], split.Train.Labels.ToArray().Order());
        Assert.Equal(2, split.Test.Count);
    }

    [Fact]
    public void Split_KeepsPlaces_WhenRepeated()
    {
        Dataset part = Rows(50).Split(0.5, 1).Train.Split(0.5, 2).Test;
        for (int row = 0; row < part.Count; row++) Assert.Equal($"memory, row {part.Row(row)[0]}", part.Place(row));
    }

    [Fact]
    public void Split_RefusesAnEmptyTestPart() =>
        Assert.Contains("at least one row", Assert.Throws<ArgumentException>(() => Rows(100).Split(0.001, 1)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Split_RejectsAShareOutsideItsRange(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows(10).Split(fraction, 1));

    private static Dataset Rows(int count) => Dataset.FromArrays([.. Enumerable.Range(0, count).Select(i => (float)i)], 1);

    private static int Count(Dataset data, int label) => data.Labels.Count(label);

    private static string[] Places(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(data.Place)];

    /// <summary>Every row of the whole is in exactly one part, with its own features and target.</summary>
    private static void AssertSameRows(Dataset whole, DatasetSplit split)
    {
        Dictionary<string, int> rowAt = Enumerable.Range(0, whole.Count).ToDictionary(whole.Place);
        Assert.Equal(rowAt.Keys.Order(), Places(split.Train).Concat(Places(split.Test)).Order());
        foreach (Dataset part in new[] { split.Train, split.Test })
        {
            for (int row = 0; row < part.Count; row++)
            {
                int origin = rowAt[part.Place(row)];
                Assert.True(part.Row(row).SequenceEqual(whole.Row(origin)));
                if (whole.Task == TaskKind.Classification) Assert.Equal(whole.Labels[origin], part.Labels[row]);
                else Assert.Equal(whole.Targets[origin], part.Targets[row]);
            }
        }
    }
}
