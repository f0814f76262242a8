using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Adds one row of a computed tile to C with the arithmetic of <see cref="OverwriteTile"/> and <see cref="BlendTile"/>.</summary>
internal static unsafe class TileRow
{
    /// <summary>target = alpha * sums + beta * target; target is not read when beta is 0.</summary>
    /// <param name="sums">Row of the tile, 32 elements.</param>
    /// <param name="length">Elements to write, at most 32; none when it is not positive.</param>
    /// <param name="alpha">Factor of the sums.</param>
    /// <param name="beta">Factor of the old C.</param>
    /// <param name="target">First element of C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Add(float* sums, int length, float alpha, float beta, float* target)
    {
        int column = 0;
        if (length == GemmKernel.TileColumns)
        {
            Vector512<float> scale = Vector512.Create(alpha), keep = Vector512.Create(beta);
            for (; column < length; column += Vector512<float>.Count)
            {
                if (beta == 0.0f)
                    OverwriteTile.Write(target + column, Vector512.Load(sums + column), scale, keep);
                else
                    BlendTile.Write(target + column, Vector512.Load(sums + column), scale, keep);
            }
        }

        for (; column < length; column++)
        {
            target[column] = beta == 0.0f
                ? alpha * sums[column]
                : MathF.FusedMultiplyAdd(alpha, sums[column], beta * target[column]);
        }
    }
}
