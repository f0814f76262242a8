using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Solves one diagonal block's equations for many rows of right-hand sides: one thread a row, substitution in shared memory.</summary>
/// <typeparam name="TSide">L or its transpose.</typeparam>
/// <remarks>Groups of 64 threads: the rows of a group and the block then take 25 KiB, and a panel still gives every multiprocessor work.</remarks>
internal sealed class BlockSolveKernel<TSide>(AcceleratorDevice device)
    where TSide : struct, ITriangleSide
{
    private const int Threads = 64;

    private Action<KernelConfig, TSide, ArrayView<double>, int, int, int, ArrayView<double>, int, int, ArrayView<double>>? _kernel;

    /// <param name="lower">L.</param>
    /// <param name="first">First unknown of the block.</param>
    /// <param name="width">Unknowns, at most <see cref="FactorTiles.Block"/>.</param>
    /// <param name="rows">Right-hand sides, one a row; unknown k stands in column k.</param>
    /// <param name="stride">Doubles from one row to the next.</param>
    /// <param name="count">Rows, at least 1.</param>
    /// <param name="state">State of a factorisation, after whose failure nothing is done; empty when there is none.</param>
    public void Run(TriangleView lower, int first, int width, VectorView<double> rows, int stride, int count, VectorView<double> state)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<TSide, ArrayView<double>, int, int, int, ArrayView<double>, int, int, ArrayView<double>>(Kernel);
        _kernel(
            new KernelConfig((count + Threads - 1) / Threads, Threads),
            default, device.View(lower.Elements), lower.Stride, first, width, device.View(rows), stride, count, device.View(state));
    }

    [Kernel(typeof(LowerSide), typeof(TransposedSide))]
    private static void Kernel(
        TSide side, ArrayView<double> lower, int lowerStride, int first, int width, ArrayView<double> rows, int stride, int count, ArrayView<double> state)
    {
        ArrayView<double> block = SharedMemory.Allocate<double>(FactorTiles.Block * FactorTiles.SharedStride);
        ArrayView<double> tile = SharedMemory.Allocate<double>(Threads * FactorTiles.SharedStride);
        int thread = Group.IdxX, firstRow = Grid.IdxX * Threads;
        int end = Math.Min(count, firstRow + Threads);
        if (state.Length > 0 && state[FactorTiles.Failed] != 0) end = firstRow;
        for (int i = thread; i < width * width; i += Threads)
        {
            int place = i / width, earlier = i % width;
            if (earlier <= place)
                block[place * FactorTiles.SharedStride + earlier] = lower[side.Coefficient(first + side.Unknown(place, width), first + side.Unknown(earlier, width), lowerStride)];
        }

        for (int i = thread; i < (end - firstRow) * width; i += Threads)
            tile[i / width * FactorTiles.SharedStride + i % width] = rows[(long)(firstRow + i / width) * stride + first + side.Unknown(i % width, width)];
        Group.Barrier();
        if (firstRow + thread < end)
        {
            int x = thread * FactorTiles.SharedStride;
            for (int place = 0; place < width; place++)
            {
                int equation = place * FactorTiles.SharedStride;
                double sum = tile[x + place];
                for (int earlier = 0; earlier < place; earlier++) sum -= tile[x + earlier] * block[equation + earlier];
                tile[x + place] = sum / block[equation + place];
            }
        }

        Group.Barrier();
        for (int i = thread; i < (end - firstRow) * width; i += Threads)
            rows[(long)(firstRow + i / width) * stride + first + side.Unknown(i % width, width)] = tile[i / width * FactorTiles.SharedStride + i % width];
    }
}
