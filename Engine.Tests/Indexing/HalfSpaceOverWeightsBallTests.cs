using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class HalfSpaceOverWeightsBallTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new HalfSpaceOverWeights((d, points) => new BallTree(d, points));
}
