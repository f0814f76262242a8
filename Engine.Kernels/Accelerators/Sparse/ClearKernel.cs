using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Sets counters to 0: one thread a counter.</summary>
internal sealed class ClearKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<int>>? _kernel;

    public void Run(VectorView<int> counters)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<int>>(Kernel);
        _kernel(GroupSize.Covering(counters.Length), device.View(counters));
    }

    [Kernel]
    private static void Kernel(ArrayView<int> counters)
    {
        long i = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < counters.Length) counters[i] = 0;
    }
}
