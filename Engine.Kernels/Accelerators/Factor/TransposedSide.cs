namespace Engine.Kernels;

/// <summary>Lᵀ x = b: unknowns descend.</summary>
internal readonly struct TransposedSide : ITriangleSide
{
    public int Unknown(int place, int width) => width - 1 - place;

    public long Coefficient(int unknown, int known, int stride) => (long)known * stride + unknown;

    public int UnknownOf(int index) => index % TileUpdateKernel<TransposedSide>.Tile;

    public int KnownOf(int index) => index / TileUpdateKernel<TransposedSide>.Tile;
}
