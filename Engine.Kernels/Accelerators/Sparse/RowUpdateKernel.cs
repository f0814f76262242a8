using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Additions to listed rows: one thread an element.</summary>
internal sealed class RowUpdateKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, float, ArrayView<float>, int, int, ArrayView<int>, ArrayView<float>, int>? _kernel;

    public void Run(float alpha, MatrixView source, VectorView<int> rows, MatrixView target)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<float, ArrayView<float>, int, int, ArrayView<int>, ArrayView<float>, int>(Kernel);
        _kernel(
            GroupSize.Covering((long)source.Rows * source.Columns),
            alpha, device.View(source), source.Stride, source.Columns, device.View(rows), device.View(target), target.Stride);
    }

    [Kernel]
    private static void Kernel(float alpha, ArrayView<float> source, int sourceStride, int columns, ArrayView<int> rows, ArrayView<float> target, int targetStride)
    {
        long i = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        long row = i / columns, column = i % columns;
        if (row >= rows.Length) return;
        target[(long)rows[row] * targetStride + column] += alpha * source[row * sourceStride + column];
    }
}
