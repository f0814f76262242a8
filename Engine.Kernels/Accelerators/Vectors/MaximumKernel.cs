using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>The largest magnitude: ordered as bits, so that NaN lies above every number; any order of comparing gives the same.</summary>
internal sealed class MaximumKernel(AcceleratorDevice device)
{
    private const int ElementsPerThread = 16;
    private const uint Magnitude = 0x7FFF_FFFF;

    private Action<KernelConfig, ArrayView<float>, ArrayView<uint>>? _kernel;

    public float Largest(VectorView<float> x)
    {
        if (x.Length == 0) return 0;
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<uint>>(Kernel);
        using Rented<uint> rented = device.Workspace.Rent<uint>(1);
        Span<uint> largest = [0];
        rented.View.CopyFrom(largest);
        _kernel(GroupSize.Covering((x.Length + ElementsPerThread - 1) / ElementsPerThread), device.View(x), device.View(rented.View));
        rented.View.CopyTo(largest);
        return BitConverter.UInt32BitsToSingle(largest[0]);
    }

    [Kernel]
    private static void Kernel(ArrayView<float> x, ArrayView<uint> largest)
    {
        uint mine = 0;
        long threads = (long)Grid.DimX * Group.DimX;
        for (long i = (long)Grid.IdxX * Group.DimX + Group.IdxX; i < x.Length; i += threads)
            mine = Math.Max(mine, Interop.FloatAsInt(x[i]) & Magnitude);
        if (mine > largest[0]) Atomic.Max(ref largest[0], mine);
    }
}
