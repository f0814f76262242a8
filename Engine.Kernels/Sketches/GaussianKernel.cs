using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The additions around <see cref="TileProduct"/>; no checks.</summary>
internal static unsafe class GaussianKernel
{
    /// <summary>Adds the first <paramref name="width"/> columns of <paramref name="count"/> rows of a tile to rows <paramref name="stride"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTile(float* tile, int count, int width, float* rows, long stride)
    {
        for (int r = 0; r < count; r++, tile += TileProduct.PanelWidth, rows += stride)
        {
            int l = 0;
            for (; l + Vector256<float>.Count <= width; l += Vector256<float>.Count) (Vector256.Load(rows + l) + Vector256.Load(tile + l)).Store(rows + l);
            for (; l < width; l++) rows[l] += tile[l];
        }
    }

    /// <summary>sums += value * normals, 32 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMultiple(float value, float* normals, float* sums)
    {
        Vector512<float> factor = Vector512.Create(value);
        Vector512.FusedMultiplyAdd(factor, Vector512.Load(normals), Vector512.Load(sums)).Store(sums);
        Vector512.FusedMultiplyAdd(factor, Vector512.Load(normals + 16), Vector512.Load(sums + 16)).Store(sums + 16);
    }
}
