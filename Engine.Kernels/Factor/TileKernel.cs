using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>The arithmetic of every O(n³) part: an 8 x 24 tile minus the product of a group of L and a strip.</summary>
/// <remarks>
/// Every element of the tile is one chain of fused multiply-adds from zero in column order and one subtraction, whatever the vector width;
/// both widths therefore give the same bits.
/// </remarks>
internal static unsafe class TileKernel
{
    /// <summary>target[r][c] -= Σ_p group[p][r] strip[p][c] for r in [0, 8), c in [0, 24), p in [0, depth).</summary>
    /// <param name="group">First of 8 rows inside a strip; the next column is 24 elements further.</param>
    /// <param name="strip">A strip, 24 elements a column.</param>
    /// <param name="depth">Columns to multiply, at least 0.</param>
    /// <param name="target">First element of the tile.</param>
    /// <param name="stride">Elements from one row of the tile to the next.</param>
    /// <param name="wide">True for 512-bit vectors, false for 256-bit ones.</param>
    internal static void Subtract(double* group, double* strip, int depth, double* target, nint stride, bool wide)
    {
        Prefetch(target, stride);
        if (wide)
            TileKernel512.Subtract(group, strip, depth, target, stride);
        else
            TileKernel256.Subtract(group, strip, depth, target, stride);
    }

    /// <summary>Asks for the tile's lines before the sums that take the time to bring them; an unaligned row of 24 touches four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(double* target, nint stride)
    {
        if (!Sse.IsSupported) return;
        for (int row = 0; row < Strip.Group; row++)
        {
            double* line = target + row * stride;
            Sse.Prefetch0(line);
            Sse.Prefetch0(line + 8);
            Sse.Prefetch0(line + 16);
            Sse.Prefetch0(line + Strip.Rows - 1);
        }
    }
}
