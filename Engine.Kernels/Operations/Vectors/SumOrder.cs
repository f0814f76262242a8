namespace Engine.Kernels;

/// <summary>The order in which every device adds up a vector.</summary>
/// <remarks>
/// Elements come in chunks of 2,048. Lane l of 32 adds elements l, l + 32, l + 64 ... of a chunk, one after the other, beginning with +0; then lanes fold: lane l
/// adds lane l + 16, then l + 8, 4, 2, 1. The sums of the chunks are a vector again, and are added up in the same way until one number is left.
/// Elements a last chunk lacks count as +0, which changes no bit.
/// </remarks>
internal static class SumOrder
{
    /// <summary>Lanes of a chunk.</summary>
    public const int Lanes = 32;

    /// <summary>Elements of a chunk.</summary>
    public const int Chunk = 2048;

    /// <summary>Chunks of a vector.</summary>
    public static long Chunks(long length) => (length + Chunk - 1) / Chunk;

    /// <summary>Additions on the longest path from an element to the sum: what the error bound multiplies u by.</summary>
    public static int Depth(long length)
    {
        int depth = 0;
        do
        {
            depth += Chunk / Lanes + 5;
            length = Chunks(length);
        }
        while (length > 1);
        return depth;
    }
}
