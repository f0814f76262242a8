using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class Int8WordsTests : ThresholdIndexConformance
{
    private protected override IThresholdIndex Create(int dimension, float[] points) => new Int8Scan(dimension, points, ByteProducts.Words);
}
