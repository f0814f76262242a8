using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Products of an element of each left and one of each right transformed factor, scaled: one thread a product.</summary>
internal sealed class PickPairsKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<float>, PaddedRows, ArrayView<float>, PaddedRows, ArrayView<int>, float, ArrayView<float>, long>? _kernel;

    /// <summary>Writes element pairs[2 k] of left row i times element pairs[2 k + 1] of right row i, times the scale, to (i, k).</summary>
    public void Run(
        ArrayView<float> left, PaddedRows leftRows, ArrayView<float> right, PaddedRows rightRows, DeviceArray<int> pairs, float scale, MatrixView result)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, PaddedRows, ArrayView<float>, PaddedRows, ArrayView<int>, float, ArrayView<float>, long>(Kernel);
        _kernel(
            GroupSize.Covering(leftRows.Count * (pairs.Length / 2)), left, leftRows, right, rightRows, device.View<int>(pairs), scale, device.View(result), result.Stride);
    }

    [Kernel]
    private static void Kernel(
        ArrayView<float> left, PaddedRows leftRows, ArrayView<float> right, PaddedRows rightRows, ArrayView<int> pairs, float scale, ArrayView<float> result, long stride)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX, products = pairs.Length / 2, row = thread / products, k = thread - row * products;
        if (row >= leftRows.Count) return;
        float u = left[leftRows.Start((int)row) + pairs[2 * k]], v = right[rightRows.Start((int)row) + pairs[2 * k + 1]];
        result[row * stride + k] = u * v * scale;
    }
}
