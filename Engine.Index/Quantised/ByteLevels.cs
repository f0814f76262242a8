namespace Engine.Indexing;

/// <summary>How far quantised numbers reach, so that 16-bit arithmetic is exact.</summary>
/// <remarks>
/// A point is stored as bytes p^ + 90, |p^| &lt;= 90, and a query as signed bytes |q^| &lt;= 91. Two neighbouring products of a byte and a signed byte then fit 16 bits: 2 * 180 * 91 = 32,760.
/// Sums of them are taken modulo 2^16 over a block of at most 32 components, from 2^15 - 90 sum q^ on: what comes out is 2^15 plus the sum of p^ q^ of that block, as long as that lies
/// within 16 bits, and it does since |p^||q^| &lt;= 30,000 over every block, for every stored point: queries are scaled so. There is a power of two of blocks, H = 2^L, and the sums of blocks are averaged in a tree of
/// (a + b + 1) / 2, which rounds up by at most 1/2 a level: the result s is the product over H, or up to L / 2 more.
/// </remarks>
internal static class ByteLevels
{
    /// <summary>Largest |p^|, and what is added to make it a byte.</summary>
    public const int Point = 90;

    /// <summary>Largest |q^|.</summary>
    public const int Query = 91;

    /// <summary>Components in a step: the two bytes of a 16-bit word.</summary>
    public const int Step = 2;

    /// <summary>Most components of a block.</summary>
    public const int Block = 32;

    /// <summary>Largest |p^||q^| of a block. <see cref="QueryPack"/> needs the room up to 2^15 for its bound.</summary>
    public const int BlockProduct = 30_000;

    /// <summary>What is added to a sum to make it unsigned.</summary>
    public const int Offset = 1 << 15;

    /// <summary>Queries of a pack.</summary>
    public const int PackQueries = 8;

    /// <summary>Points of a panel.</summary>
    public const int PanelPoints = 64;

    /// <summary>Sums of a panel and a pack.</summary>
    public const int TileSums = PackQueries * PanelPoints;

    /// <summary>Most components: beyond it the rounding of fp32 products would need more room than there is.</summary>
    public const int MostComponents = 1 << 14;

    /// <summary>L for d components.</summary>
    public static int Levels(int dimension)
    {
        int levels = 0;
        while (Block << levels < dimension) levels++;
        return levels;
    }

    /// <summary>H for d components.</summary>
    public static int Blocks(int dimension) => 1 << Levels(dimension);

    /// <summary>Steps of a block; the last ones are padded with zeros.</summary>
    public static int BlockSteps(int dimension)
    {
        int share = Step << Levels(dimension);
        return (dimension + share - 1) / share;
    }
}
