namespace Engine.Kernels;

/// <summary>Which triangular system is solved; a type, so that the same kernels serve L and its transpose.</summary>
internal interface ITriangleSide
{
    /// <summary>The unknown of a block that is solved for in <paramref name="place"/>.</summary>
    int Unknown(int place, int width);

    /// <summary>Position in L of the coefficient of a known in the equation of an unknown.</summary>
    long Coefficient(int unknown, int known, int stride);

    /// <summary>Unknown of a tile that loads element <paramref name="index"/>: neighbours read neighbours.</summary>
    int UnknownOf(int index);

    /// <summary>Known of a tile that loads element <paramref name="index"/>.</summary>
    int KnownOf(int index);
}
