using Engine.Indexing;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Indexing;

public sealed class ThresholdIndexFactoryTests : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(ThresholdIndexFactory.Variable);

    public ThresholdIndexFactoryTests() => Environment.SetEnvironmentVariable(ThresholdIndexFactory.Variable, null);

    public void Dispose() => Environment.SetEnvironmentVariable(ThresholdIndexFactory.Variable, _before);

    [Theory]
    [InlineData(100, 4, 1, 0.01, false, "linear-scan")]
    [InlineData(1 << 18, 3, 64, 0.001, false, "ball-tree")]
    [InlineData(1 << 18, 3, 64, 0.01, false, "linear-scan")]
    [InlineData(1 << 18, 4, 64, 0.001, false, "linear-scan")]
    [InlineData(1 << 18, 8, 1, 0.01, true, "ball-tree")]
    [InlineData(1 << 18, 15, 1, 0.01, false, "linear-scan")]
    [InlineData(1 << 18, 15, 64, 0.01, false, "linear-scan")]
    [InlineData(1 << 18, 64, 64, 0.01, true, "linear-scan")]
    [InlineData(1 << 18, 64, 64, 0.5, false, "linear-scan")]
    [InlineData(1 << 18, 20_000, 64, 0.01, false, "linear-scan")]
    public void Choose_FollowsTheRules(int count, int dimension, int together, double fraction, bool dynamic, string expected)
    {
        var setting = new IndexSetting { QueriesTogether = together, ExpectedFraction = fraction, Dynamic = dynamic };
        (string name, string reason) = ThresholdIndexFactory.Choose(count, dimension, setting);
        Assert.Equal(expected, name);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Choose_ScreensByBytes_WhereTheProcessorCan()
    {
        string expected = ByteProductsSupport.Best == ByteProducts.Words ? "linear-scan" : "int8-scan";
        Assert.Equal(expected, ThresholdIndexFactory.Choose(1 << 18, 16, new IndexSetting()).Name);
        Assert.Equal(expected, ThresholdIndexFactory.Choose(1 << 18, 64, new IndexSetting()).Name);
    }

    [Fact]
    public void Create_BuildsWhatIsForced_AndSaysWhoForcedIt()
    {
        float[] points = RandomRows.Unit(200, 5, 1);
        foreach (string name in ThresholdIndexFactory.Names)
        {
            IndexChoice choice = ThresholdIndexFactory.Create(5, points, new IndexSetting { Name = name, Threshold = 0.9f });
            Assert.Equal((name, "forced by the option", 200, 5), (choice.Name, choice.Reason, choice.Index.Count, choice.Index.Dimension));
            Assert.Equal(name != "sign-hash", choice.Index.MissProbability == 0);
        }

        Environment.SetEnvironmentVariable(ThresholdIndexFactory.Variable, "ball-tree");
        IndexChoice forced = ThresholdIndexFactory.Create(5, points, new IndexSetting());
        Assert.Equal(("ball-tree", "forced by ENGINE_INDEX"), (forced.Name, forced.Reason));
        Assert.Equal("linear-scan", ThresholdIndexFactory.Create(5, points, new IndexSetting { Name = "linear-scan" }).Name);
    }

    [Fact]
    public void Create_RefusesWhatCannotBe()
    {
        Assert.Contains("found 'fastest'", Assert.Throws<ArgumentException>(() => ThresholdIndexFactory.Create(1, [1], new IndexSetting { Name = "fastest" })).Message, StringComparison.Ordinal);
        Assert.Contains("is static", Assert.Throws<ArgumentException>(
            () => ThresholdIndexFactory.Create(1, [1], new IndexSetting { Name = "int8-scan", Dynamic = true })).Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IDynamicThresholdIndex>(ThresholdIndexFactory.Create(1, [1], new IndexSetting { Dynamic = true }).Index);
    }
}
