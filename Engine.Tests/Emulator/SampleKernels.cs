using ILGPU;
using ILGPU.Runtime;

namespace Engine.Tests.Emulator;

/// <summary>Correct kernels of the kinds we use. This file compiles against ILGPU 1.5.3 as it stands.</summary>
internal static class SampleKernels
{
    public const int Tile = 16;

    public static void Add(ArrayView1D<float, Stride1D.Dense> a, ArrayView1D<float, Stride1D.Dense> b, ArrayView1D<float, Stride1D.Dense> sum)
    {
        int i = Grid.GlobalIndex.X;
        if (i < sum.IntLength) sum[i] = a[i] + b[i];
    }

    /// <summary>c = a b, row-major, (m, n) = (m, k) (k, n), in tiles of 16 x 16.</summary>
    public static void TiledProduct(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int m, int n, int k)
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(Tile * Tile);
        ArrayView<float> right = SharedMemory.Allocate<float>(Tile * Tile);
        int x = Group.IdxX, y = Group.IdxY;
        int row = (Grid.IdxY * Tile) + y, column = (Grid.IdxX * Tile) + x;
        float sum = 0;
        for (int start = 0; start < k; start += Tile)
        {
            left[(y * Tile) + x] = row < m && start + x < k ? a[(row * k) + start + x] : 0;
            right[(y * Tile) + x] = column < n && start + y < k ? b[((start + y) * n) + column] : 0;
            Group.Barrier();
            for (int i = 0; i < Tile; i++) sum += left[(y * Tile) + i] * right[(i * Tile) + x];
            Group.Barrier();
        }

        if (row < m && column < n) c[(row * n) + column] = sum;
    }
}
