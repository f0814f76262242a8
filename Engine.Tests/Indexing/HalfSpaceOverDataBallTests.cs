using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class HalfSpaceOverDataBallTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new HalfSpaceOverData((d, points) => new BallTree(d, points), threshold);
}
