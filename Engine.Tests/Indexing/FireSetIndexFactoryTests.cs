using Engine.Indexing;
using Xunit;

namespace Engine.Tests.Indexing;

public sealed class FireSetIndexFactoryTests
{
    private static readonly float[] s_weights = [1, 2, -1, 0.5f, 3, -2], s_samples = [1, 0, 0, 1];

    [Theory]
    [InlineData(FireSetIndexKind.HalfSpaceOverWeights, FireSetSide.Samples)]
    [InlineData(FireSetIndexKind.HalfSpaceOverData, FireSetSide.Neurons)]
    [InlineData(FireSetIndexKind.CorrelationDTree, FireSetSide.Samples)]
    [InlineData(FireSetIndexKind.CorrelationWTree, FireSetSide.Neurons)]
    public void Create_MakesTheKind(FireSetIndexKind kind, FireSetSide side)
    {
        IFireSetIndex index = FireSetIndexFactory.Create(kind, new IndexSetting { Threshold = 0.75f }, memoryBudget: 1 << 20);
        Assert.Equal(side, index.Side);
        index.Init(2, s_weights, s_samples);
        FireSets sets = FireSetReport.Of(index, 0.75f).Sets;
        Assert.Equal([0, 2], sets.OfSample(0).ToArray());
        Assert.Equal([0], sets.OfSample(1).ToArray());
    }

    /// <summary>Also where its miss probability is 0: the rounding of its planes is not in that.</summary>
    [Fact]
    public void ApproximateIndex_IsRefused()
    {
        IFireSetIndex index = FireSetIndexFactory.Create(FireSetIndexKind.HalfSpaceOverData, new IndexSetting { Threshold = 2, Name = "sign-hash" }, memoryBudget: 1 << 20);
        string message = Assert.Throws<ArgumentException>(() => index.Init(2, s_weights, s_samples)).Message;
        Assert.Contains("fire sets need an exact index does not hold: sign-hash (forced by the option)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void StaticIndex_IsRefused_WhereNeuronsMove()
    {
        IFireSetIndex index = FireSetIndexFactory.Create(FireSetIndexKind.HalfSpaceOverWeights, new IndexSetting { Name = "int8-scan" }, memoryBudget: 1 << 20);
        Assert.Contains("need a dynamic index", Assert.Throws<ArgumentException>(() => index.Init(2, s_weights, s_samples)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownKind_IsRefused() => Assert.Contains(
        "kind=9", Assert.Throws<ArgumentOutOfRangeException>(() => FireSetIndexFactory.Create((FireSetIndexKind)9, new IndexSetting(), 1)).Message, StringComparison.Ordinal);
}
