using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>A few elements of each transformed vector, scaled: one thread an element.</summary>
internal sealed class PickKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<float>, PaddedRows, ArrayView<int>, float, ArrayView<float>, long>? _kernel;

    /// <summary>Writes element picked[k] of row i times the scale to (i, k).</summary>
    public void Run(ArrayView<float> transformed, PaddedRows rows, DeviceArray<int> picked, float scale, MatrixView result)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, PaddedRows, ArrayView<int>, float, ArrayView<float>, long>(Kernel);
        _kernel(GroupSize.Covering(rows.Count * picked.Length), transformed, rows, device.View<int>(picked), scale, device.View(result), result.Stride);
    }

    [Kernel]
    private static void Kernel(ArrayView<float> transformed, PaddedRows rows, ArrayView<int> picked, float scale, ArrayView<float> result, long stride)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX, row = thread / picked.Length, k = thread - row * picked.Length;
        if (row < rows.Count) result[row * stride + k] = transformed[rows.Start((int)row) + picked[k]] * scale;
    }
}
