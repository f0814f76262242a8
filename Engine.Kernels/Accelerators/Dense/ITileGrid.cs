namespace Engine.Kernels;

/// <summary>Which tiles of a matrix a product computes; a type, so that one kernel serves whole matrices and triangles.</summary>
internal interface ITileGrid
{
    /// <summary>Number of tiles, at least 1.</summary>
    long Count { get; }

    /// <summary>First row of a tile.</summary>
    int Row(int tile);

    /// <summary>First column of a tile.</summary>
    int Column(int tile);

    /// <summary>Whether an element inside the matrix is computed.</summary>
    bool Has(int row, int column);
}
