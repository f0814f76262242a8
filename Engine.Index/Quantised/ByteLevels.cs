namespace Engine.Indexing;

/// <summary>How far quantised numbers reach, so that 16-bit arithmetic is exact.</summary>
/// <remarks>
/// A point is stored as bytes p^ + 90, |p^| &lt;= 90, and a query as signed bytes |q^| &lt;= 91. Two neighbouring products of a byte and a signed byte then fit 16 bits: 2 * 180 * 91 = 32,760.
/// Sums of them are taken modulo 2^16 over a block of 64 components, in two halves (components 0, 1 and 2, 3 of every four), from -90 sum q^ on: what comes out is the sum of p^ q^ of that half, provided
/// that lies within 16 bits, and it does when |p^| |q^| &lt;= 32,767 over the half. Every query is scaled so that it holds for every stored point.
/// </remarks>
internal static class ByteLevels
{
    /// <summary>Largest |p^|, and what is added to make it a byte.</summary>
    public const int Point = 90;

    /// <summary>Largest |q^|.</summary>
    public const int Query = 91;

    /// <summary>Components in a step: one 32-bit word.</summary>
    public const int Step = 4;

    /// <summary>Steps of a block.</summary>
    public const int BlockSteps = 16;

    /// <summary>Components in half a block.</summary>
    public const int HalfBlock = BlockSteps * Step / 2;

    /// <summary>Largest sum of a half block.</summary>
    public const int HalfSum = short.MaxValue;

    /// <summary>Queries of a pack.</summary>
    public const int PackQueries = 8;

    /// <summary>Most components: sums of 90 * 91 a component are exact in fp32 up to 2^24 and in 32 bits far beyond; the certified bound counts the rounding above.</summary>
    public const int MostComponents = 1 << 14;

    /// <summary>Steps of d components, the last one padded with zeros.</summary>
    public static int Steps(int dimension) => (dimension + Step - 1) / Step;

    /// <summary>Blocks of d components.</summary>
    public static int Blocks(int dimension) => (Steps(dimension) + BlockSteps - 1) / BlockSteps;

    /// <summary>Which half of which block a component belongs to.</summary>
    public static int Half(int component) => component / (BlockSteps * Step) * 2 + component % Step / 2;
}
