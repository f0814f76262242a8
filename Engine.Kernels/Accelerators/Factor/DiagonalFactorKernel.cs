using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Factors a diagonal block in shared memory: one group, eight threads a row.</summary>
internal sealed class DiagonalFactorKernel(AcceleratorDevice device)
{
    private const int ThreadsPerRow = GroupSize.Threads / FactorTiles.Block;

    private Action<KernelConfig, ArrayView<double>, int, int, int, ArrayView<double>>? _kernel;

    /// <param name="matrix">Lower triangle of order n.</param>
    /// <param name="first">First row and column of the block.</param>
    /// <param name="width">Order of the block, at most <see cref="FactorTiles.Block"/>.</param>
    /// <param name="state">Where <see cref="FactorTiles"/> says; nothing happens after a failure.</param>
    public void Run(TriangleView matrix, int first, int width, VectorView<double> state)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<double>, int, int, int, ArrayView<double>>(Kernel);
        _kernel(GroupSize.Of(1), device.View(matrix.Elements), matrix.Stride, first, width, device.View(state));
    }

    [Kernel]
    private static void Kernel(ArrayView<double> matrix, int stride, int first, int width, ArrayView<double> state)
    {
        ArrayView<double> block = SharedMemory.Allocate<double>(FactorTiles.Block * FactorTiles.SharedStride);
        ArrayView<double> roots = SharedMemory.Allocate<double>(FactorTiles.Block);
        int thread = Group.IdxX, row = thread / ThreadsPerRow, lane = thread % ThreadsPerRow;
        int shared = row * FactorTiles.SharedStride;
        long global = (long)(first + row) * stride + first;
        bool failed = state[FactorTiles.Failed] != 0;
        double smallest = state[FactorTiles.PivotValue];
        double pivotColumn = state[FactorTiles.Pivot];
        if (row < width)
        {
            for (int column = lane; column <= row; column += ThreadsPerRow) block[shared + column] = matrix[global + column];
        }

        for (int j = 0; j < width; j++)
        {
            Group.Barrier();
            double pivot = block[j * FactorTiles.SharedStride + j];
            bool good = pivot > 0 && pivot <= double.MaxValue;
            if (!failed && (!good || pivot < smallest))
            {
                smallest = pivot;
                pivotColumn = first + j;
            }

            failed = failed || !good;
            double root = 1;
            if (!failed) root = Math.Sqrt(pivot);
            if (thread == 0) roots[j] = root;
            if (lane == 0 && row > j && row < width) block[shared + j] /= root;
            Group.Barrier();
            if (row < width)
            {
                for (int column = j + 1 + lane; column <= row; column += ThreadsPerRow)
                    block[shared + column] -= block[shared + j] * block[column * FactorTiles.SharedStride + j];
            }
        }

        Group.Barrier();
        if (row < width && !failed)
        {
            for (int column = lane; column < row; column += ThreadsPerRow) matrix[global + column] = block[shared + column];
            if (lane == 0) matrix[global + row] = roots[row];
        }

        if (thread == 0)
        {
            double status = 0;
            if (failed) status = 1;
            state[FactorTiles.Failed] = status;
            state[FactorTiles.Pivot] = pivotColumn;
            state[FactorTiles.PivotValue] = smallest;
        }
    }
}
