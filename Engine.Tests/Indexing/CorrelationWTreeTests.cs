using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class CorrelationWTreeTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new CorrelationWTree(1 << 30);
}
