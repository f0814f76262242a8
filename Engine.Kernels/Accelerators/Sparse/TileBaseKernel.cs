using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Adds to every offset what lies in the tiles before its own: one thread an element.</summary>
internal sealed class TileBaseKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<long>, int, ArrayView<long>>? _kernel;

    public void Run(VectorView<long> bases, int tile, VectorView<long> offsets)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<long>, int, ArrayView<long>>(Kernel);
        _kernel(GroupSize.Covering(offsets.Length), device.View(bases), tile, device.View(offsets));
    }

    [Kernel]
    private static void Kernel(ArrayView<long> bases, int tile, ArrayView<long> offsets)
    {
        long i = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < offsets.Length) offsets[i] += bases[i / tile];
    }
}
