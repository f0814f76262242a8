using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class BinaryDTreeTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new CorrelationDTree(1 << 30, leafBlock: 2, fanOut: 2);
}
