using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Adds a computed tile (12 x 32, without gaps) to C with the arithmetic of <see cref="OverwriteTile"/> and <see cref="BlendTile"/>.</summary>
internal static unsafe class TileSums
{
    /// <summary>target = alpha * sums + beta * target for the whole tile; target is not read when beta is 0.</summary>
    /// <param name="sums">The tile, 64-byte aligned.</param>
    /// <param name="alpha">Factor of the sums.</param>
    /// <param name="beta">Factor of the old C.</param>
    /// <param name="target">First element of C.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    internal static void AddWhole(float* sums, float alpha, float beta, float* target, nint stride)
    {
        if (beta == 0.0f)
            AddWhole<OverwriteTile>(sums, alpha, beta, target, stride);
        else
            AddWhole<BlendTile>(sums, alpha, beta, target, stride);
    }

    /// <summary>As <see cref="AddWhole(float*, float, float, float*, nint)"/>, for a tile that an edge or the diagonal cuts.</summary>
    /// <param name="sums">The tile.</param>
    /// <param name="alpha">Factor of the sums.</param>
    /// <param name="beta">Factor of the old C.</param>
    /// <param name="target">First element of C.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    /// <param name="rows">Rows to write.</param>
    /// <param name="columns">Columns to write.</param>
    /// <param name="diagonal">Last column to write in row 0; one more in each further row.</param>
    internal static void AddPart(float* sums, float alpha, float beta, float* target, nint stride, int rows, int columns, int diagonal)
    {
        for (int row = 0; row < rows; row++, sums += GemmKernel.TileColumns, target += stride)
        {
            int length = Math.Min(columns, row + diagonal + 1);
            for (int column = 0; column < length; column++)
            {
                target[column] = beta == 0.0f
                    ? alpha * sums[column]
                    : MathF.FusedMultiplyAdd(alpha, sums[column], beta * target[column]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddWhole<TWrite>(float* sums, float alpha, float beta, float* target, nint stride)
        where TWrite : struct, ITileWrite
    {
        Vector512<float> scale = Vector512.Create(alpha), keep = Vector512.Create(beta);
        for (int row = 0; row < GemmKernel.TileRows; row++, sums += GemmKernel.TileColumns, target += stride)
        {
            TWrite.Write(target, Vector512.LoadAligned(sums), scale, keep);
            TWrite.Write(target + 16, Vector512.LoadAligned(sums + 16), scale, keep);
        }
    }
}
