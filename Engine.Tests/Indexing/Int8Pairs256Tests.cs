using Engine.Indexing;

namespace Engine.Tests.Indexing;

/// <summary>On a processor without these instructions, the portable ones again: <see cref="ByteKernelTests"/> says which there are.</summary>
public sealed class Int8Pairs256Tests : ThresholdIndexConformance
{
    private protected override IThresholdIndex Create(int dimension, float[] points) =>
        new Int8Scan(dimension, points, ByteProductsSupport.Has(ByteProducts.Pairs256) ? ByteProducts.Pairs256 : ByteProducts.Words);
}
