using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>G_ij = K_ij (scale count_ij), the lower triangle: one thread an element of the square.</summary>
internal sealed class GramScaleKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<int>, int, ArrayView<float>, int, double, ArrayView<double>, int>? _kernel;

    public void Run(VectorView<int> counts, MatrixView kernel, double scale, TriangleView gram)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<int>, int, ArrayView<float>, int, double, ArrayView<double>, int>(Kernel);
        _kernel(
            GroupSize.Covering((long)gram.Order * gram.Order),
            device.View(counts), gram.Order, device.View(kernel), kernel.Stride, scale, device.View(gram.Elements), gram.Stride);
    }

    [Kernel]
    private static void Kernel(ArrayView<int> counts, int samples, ArrayView<float> kernel, int kernelStride, double scale, ArrayView<double> gram, int gramStride)
    {
        long i = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        long row = i / samples, column = i % samples;
        if (row >= samples || column > row) return;
        gram[row * gramStride + column] = kernel[row * kernelStride + column] * (scale * counts[i]);
    }
}
