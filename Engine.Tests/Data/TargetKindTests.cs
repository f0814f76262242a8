using Xunit;

namespace Engine.Tests.Data;

public sealed class TargetKindTests
{
    private static Dataset Read(IEnumerable<string> labels, TaskKind? task = null) => Dataset.FromCsv(
        new StringReader("x,label\n" + string.Concat(labels.Select((label, row) => $"{row},{label}\n"))),
        options: new CsvOptions { Task = task });

    private static IEnumerable<string> Integers(int rows, int distinct) => Enumerable.Range(0, rows).Select(row => $"{row % distinct}");

    [Theory]
    [InlineData(160, 32, TaskKind.Classification)]
    [InlineData(159, 32, TaskKind.Regression)]
    [InlineData(1000, 33, TaskKind.Regression)]
    [InlineData(10, 2, TaskKind.Classification)]
    public void Integers_AreClasses_WhenFewAndRepeated(int rows, int distinct, TaskKind expected) =>
        Assert.Equal(expected, Read(Integers(rows, distinct)).Task);

    [Fact]
    public void Fractions_AreNumbers_HoweverOftenTheyRepeat() =>
        Assert.Equal(TaskKind.Regression, Read(Integers(100, 2).Select(label => label + ".5")).Task);

    [Fact]
    public void OneWord_MakesEveryLabelAClass() =>
        Assert.Equal(["1", "2.5", "many"], Read(["2.5", "many", "1"]).ClassNames);

    [Fact]
    public void Task_OverridesTheRule()
    {
        Assert.Equal([0.0, 1, 0, 1], Read(Integers(4, 2), TaskKind.Regression).Targets.ToArray());
        Assert.Equal([0, 1, 0, 1], Read(Integers(4, 2), TaskKind.Classification).Labels.ToArray());
        Assert.Equal(TaskKind.Regression, Read(Integers(10, 2), TaskKind.Regression).Task);
    }

    [Fact]
    public void NumericClasses_AreOrderedByValue_AndEqualNumbersAreOneClass()
    {
        Dataset data = Read(["10", "9", "+9.0", "-1", "1e1", "0", "-0"], TaskKind.Classification);
        Assert.Equal(["-1", "0", "9", "10"], data.ClassNames);
        Assert.Equal([3, 2, 2, 0, 3, 1, 1], data.Labels.ToArray());
    }

    [Fact]
    public void NamedClasses_AreOrderedOrdinally() => Assert.Equal(["B", "a", "b", "ä"], Read(["b", "ä", "a", "B"]).ClassNames);
}
