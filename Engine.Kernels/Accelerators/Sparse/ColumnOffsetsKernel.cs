using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Where columns begin: where their first block does. One thread a column.</summary>
internal sealed class ColumnOffsetsKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<long>, int, ArrayView<long>>? _kernel;

    public void Run(VectorView<long> cursors, int blocks, VectorView<long> offsets)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<long>, int, ArrayView<long>>(Kernel);
        _kernel(GroupSize.Covering(offsets.Length), device.View(cursors), blocks, device.View(offsets));
    }

    [Kernel]
    private static void Kernel(ArrayView<long> cursors, int blocks, ArrayView<long> offsets)
    {
        long i = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < offsets.Length) offsets[i] = cursors[i * blocks];
    }
}
