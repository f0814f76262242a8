using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>C = alpha S B + beta C from the heads of the rows and the sums of their tails: one thread a row and column.</summary>
/// <typeparam name="TTargets">Which rows of C.</typeparam>
internal sealed class RowProductKernel<TTargets>(AcceleratorDevice device)
    where TTargets : struct, ITargetRows
{
    private Action<KernelConfig, float, SparseRows, ArrayView<float>, int, ArrayView<float>, float, TTargets, ArrayView<float>, int, int>? _kernel;

    /// <summary>Finishes the product.</summary>
    public void Run(float alpha, CsrView s, MatrixView b, VectorView<float> tails, float beta, TTargets targets, MatrixView c)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<float, SparseRows, ArrayView<float>, int, ArrayView<float>, float, TTargets, ArrayView<float>, int, int>(Kernel);
        _kernel(
            GroupSize.Covering((long)s.Rows * c.Columns),
            alpha, device.View(s), device.View(b), b.Stride, device.View(tails), beta, targets, device.View(c), c.Stride, c.Columns);
    }

    [Kernel(typeof(OwnRows), typeof(ListedRows))]
    private static void Kernel(
        float alpha, SparseRows s, ArrayView<float> b, int bStride, ArrayView<float> tails, float beta, TTargets targets, ArrayView<float> c, int cStride, int columns)
    {
        long i = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= (s.Offsets.Length - 1) * columns) return;
        int row = (int)(i / columns), column = (int)(i % columns);
        long begin = s.Offsets[row], rowEnd = s.Offsets[row + 1];
        float sum = 0;
        if (alpha != 0)
        {
            long headEnd = Math.Min(rowEnd, begin + RowPieces.Length);
            for (long e = begin; e < headEnd; e++) sum += s.Values[e] * b[(long)s.Ids[e] * bStride + column];
            for (long tail = begin + RowPieces.Length; tail < rowEnd; tail += RowPieces.Length) sum += tails[tail / RowPieces.Length * columns + column];
        }

        long target = (long)targets.Of(row) * cStride + column;
        float old = 0;
        if (beta != 0) old = beta * c[target];
        c[target] = alpha * sum + old;
    }
}
