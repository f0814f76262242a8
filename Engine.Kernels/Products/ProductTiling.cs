namespace Engine.Kernels;

/// <summary>How a product m x n x k is cut for the caches; a function of the shape alone, so that results do not depend on the team.</summary>
/// <remarks>
/// k is cut into equal parts of at most 384: a panel of A (12 x 384, 18 KiB) and the streams beside it fit in a first-level cache of 48 KiB.
/// A tile of C takes blocks of at most 2^17 elements (512 KiB) of A and B each: half of a second-level cache of 1 MiB. Shared packed
/// operands take at most 2^20.6 elements (6 MiB), so that both stay in a third-level cache that others use as well.
/// </remarks>
internal readonly struct ProductTiling
{
    /// <summary>Largest part of k.</summary>
    internal const int MaximumDepth = 384;

    /// <summary>Largest block of one operand for one tile, in elements.</summary>
    internal const int BlockLength = 1 << 17;

    /// <summary>Largest shared packed operand, in elements: 4096 lanes at full depth.</summary>
    internal const int SharedLength = 4096 * MaximumDepth;

    // Enough tiles that the last one to finish costs a team of a few threads little.
    private const int WantedTiles = 16;
    private const int SmallestTile = 2 * GemmKernel.TileRows * 2 * GemmKernel.TileColumns;

    /// <summary>Cuts a product.</summary>
    /// <param name="rows">m, at least 1.</param>
    /// <param name="columns">n, at least 1.</param>
    /// <param name="depth">k, at least 0.</param>
    internal ProductTiling(int rows, int columns, int depth)
    {
        Depth = Part(depth, MaximumDepth, unit: 1);
        TileRows = Part(rows, BlockLength / Depth, GemmKernel.TileRows);
        TileColumns = Part(columns, BlockLength / Depth, GemmKernel.TileColumns);
        while (Parts(rows, TileRows) * (long)Parts(columns, TileColumns) < WantedTiles && TileRows * TileColumns > SmallestTile)
        {
            if (TileRows >= TileColumns)
                TileRows = RoundUp((TileRows + 1) / 2, GemmKernel.TileRows);
            else
                TileColumns = RoundUp((TileColumns + 1) / 2, GemmKernel.TileColumns);
        }

        RightIsPrivate = TileRows >= rows;
        LeftIsPrivate = !RightIsPrivate && TileColumns >= columns;
        ChunkRows = LeftIsPrivate ? rows : Part(rows, SharedLength / Depth, TileRows);
        ChunkColumns = RightIsPrivate ? columns : Part(columns, SharedLength / Depth, TileColumns);
    }

    /// <summary>Depths multiplied in one go.</summary>
    internal int Depth { get; }

    /// <summary>Rows of a tile, a multiple of 12.</summary>
    internal int TileRows { get; }

    /// <summary>Columns of a tile, a multiple of 32.</summary>
    internal int TileColumns { get; }

    /// <summary>True when each block of A serves one tile only, whose worker packs it for itself.</summary>
    internal bool LeftIsPrivate { get; }

    /// <summary>True when each block of B serves one tile only.</summary>
    internal bool RightIsPrivate { get; }

    /// <summary>Rows of C worked on between two packings of A, a multiple of <see cref="TileRows"/> or all.</summary>
    internal int ChunkRows { get; }

    /// <summary>Columns of C worked on between two packings of B, a multiple of <see cref="TileColumns"/> or all.</summary>
    internal int ChunkColumns { get; }

    /// <summary>Number of parts of a given size.</summary>
    internal static int Parts(int length, int part) => (int)((length + (long)part - 1) / part);

    /// <summary>The smallest multiple of a unit that is at least a length.</summary>
    internal static int RoundUp(int length, int unit) => Parts(length, unit) * unit;

    /// <summary>The size of nearly equal parts, each a multiple of the unit and at most the maximum rounded down to one.</summary>
    private static int Part(int length, int maximum, int unit)
    {
        if (length == 0) return unit;
        int parts = Parts(length, Math.Max(maximum / unit, 1) * unit);
        return RoundUp(Parts(length, parts), unit);
    }
}
