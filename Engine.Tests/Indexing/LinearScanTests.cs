using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class LinearScanTests : DynamicIndexConformance
{
    private protected override IDynamicThresholdIndex CreateDynamic(int dimension, float[] points) => new LinearScan(dimension, points, wide: true);
}
