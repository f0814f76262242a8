using Engine.Indexing;
using Xunit;

namespace Engine.Tests.Indexing;

public sealed class HalfSpaceOverDataTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new HalfSpaceOverData((d, points) => new LinearScan(d, points), threshold);

    // The sets it keeps, in the orientation it does not report by.
    private protected override void CheckMore(IFireSetIndex index, FireSets expected, float threshold)
    {
        var hits = new ThresholdHits();
        ((HalfSpaceOverData)index).QuerySamples(0, index.SampleCount, hits);
        for (int i = 0; i < index.SampleCount; i++) Assert.Equal(expected.OfSample(i).ToArray(), hits.Of(i).ToArray());
    }
}
