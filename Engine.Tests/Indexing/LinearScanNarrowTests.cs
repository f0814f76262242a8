using Engine.Indexing;

namespace Engine.Tests.Indexing;

/// <summary>The same bits in 256-bit vectors.</summary>
public sealed class LinearScanNarrowTests : DynamicIndexConformance
{
    private protected override IDynamicThresholdIndex CreateDynamic(int dimension, float[] points) => new LinearScan(dimension, points, wide: false);
}
