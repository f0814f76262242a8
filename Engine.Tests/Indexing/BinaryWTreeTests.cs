using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class BinaryWTreeTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new CorrelationWTree(1 << 30, leafBlock: 2, fanOut: 2);
}
