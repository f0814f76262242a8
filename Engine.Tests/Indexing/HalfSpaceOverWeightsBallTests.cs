using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class HalfSpaceOverWeightsBallTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new HalfSpaceOverWeights(dimension => new BallTree(dimension, []));
}
