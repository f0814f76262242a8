using Engine.Indexing;

namespace Engine.Tests.Indexing;

public sealed class CorrelationDTreeTests : FireSetIndexConformance
{
    private protected override IFireSetIndex Create(float threshold) => new CorrelationDTree(1 << 30);
}
