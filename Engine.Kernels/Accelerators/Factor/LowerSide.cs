namespace Engine.Kernels;

/// <summary>L x = b: unknowns ascend.</summary>
internal readonly struct LowerSide : ITriangleSide
{
    public int Unknown(int place, int width) => place;

    public long Coefficient(int unknown, int known, int stride) => (long)unknown * stride + known;

    public int UnknownOf(int index) => index / FactorTiles.Block;

    public int KnownOf(int index) => index % FactorTiles.Block;
}
