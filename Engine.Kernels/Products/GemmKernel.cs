using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>The register tile of the packed product: 12 rows of A times 32 columns of B.</summary>
/// <remarks>
/// Every sum is one chain of fused multiply-adds from zero over k = 0 .. depth-1, whatever the vector width; both widths therefore give
/// the same bits.
/// </remarks>
internal static unsafe class GemmKernel
{
    /// <summary>Rows of a tile, and lanes of a packed panel of A.</summary>
    internal const int TileRows = 12;

    /// <summary>Columns of a tile, and lanes of a packed panel of B.</summary>
    internal const int TileColumns = 32;

    /// <summary>Elements of a tile.</summary>
    internal const int TileLength = TileRows * TileColumns;

    /// <summary>target = alpha * left * right + beta * target for one whole tile; target is not read when beta is 0.</summary>
    /// <param name="left">Packed panel of A, element (row, k) at <c>k * 12 + row</c>.</param>
    /// <param name="right">Packed panel of B, element (k, column) at <c>k * 32 + column</c>; 64-byte aligned.</param>
    /// <param name="depth">Length of the sums, at least 0.</param>
    /// <param name="target">First element of the tile of C.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="beta">Factor of the old C.</param>
    /// <param name="wide">True for 512-bit vectors, false for 256-bit ones.</param>
    internal static void Multiply(float* left, float* right, int depth, float* target, nint stride, float alpha, float beta, bool wide)
    {
        if (wide && beta == 0.0f)
            GemmKernel512.Multiply<OverwriteTile>(left, right, depth, target, stride, alpha, beta);
        else if (wide)
            GemmKernel512.Multiply<BlendTile>(left, right, depth, target, stride, alpha, beta);
        else if (beta == 0.0f)
            GemmKernel256.Multiply<OverwriteTile>(left, right, depth, target, stride, alpha, beta);
        else
            GemmKernel256.Multiply<BlendTile>(left, right, depth, target, stride, alpha, beta);
    }

    /// <summary>Asks for the tile's lines before the sums that take the time to bring them; an unaligned row of 32 touches three.</summary>
    internal static void Prefetch(float* target, nint stride)
    {
        if (!Sse.IsSupported) return;
        for (int row = 0; row < TileRows; row++)
        {
            float* line = target + row * stride;
            Sse.Prefetch0(line);
            Sse.Prefetch0(line + 16);
            Sse.Prefetch0(line + TileColumns - 1);
        }
    }

    /// <summary>As <see cref="Prefetch"/>, into the second-level cache: tiles of several targets, often a power of two apart, would evict one another from the first.</summary>
    internal static void PrefetchFar(float* target, nint stride)
    {
        if (!Sse.IsSupported) return;
        for (int row = 0; row < TileRows; row++)
        {
            float* line = target + row * stride;
            Sse.Prefetch1(line);
            Sse.Prefetch1(line + 16);
            Sse.Prefetch1(line + TileColumns - 1);
        }
    }
}
