using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class BallTreeTests : DynamicIndexConformance
{
    private protected override IDynamicThresholdIndex CreateDynamic(int dimension, float[] points) => new BallTree(dimension, points);
}
