using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class HalfSpaceOverWeightsTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new HalfSpaceOverWeights((d, points) => new LinearScan(d, points));
}
