using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Turns the counts of rows into offsets, in place: element 0 stays, and every other one becomes the sum up to it. One group does all.</summary>
internal sealed class OffsetSumKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<long>>? _kernel;

    /// <summary>Adds up.</summary>
    /// <param name="offsets">First the offset of the first row, then the count of each row; at least two elements.</param>
    public void Run(VectorView<long> offsets)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<long>>(Kernel);
        _kernel(GroupSize.Of(1), device.View(offsets));
    }

    [Kernel]
    private static void Kernel(ArrayView<long> offsets)
    {
        ArrayView<long> sums = SharedMemory.Allocate<long>(GroupSize.Threads);
        int thread = Group.IdxX;
        long share = (offsets.Length - 1) / GroupSize.Threads + 1, first = thread * share, end = Math.Min(first + share, offsets.Length);
        long sum = 0;
        for (long i = first; i < end; i++) sum += offsets[i];
        sums[thread] = sum;
        Group.Barrier();
        for (int distance = 1; distance < GroupSize.Threads; distance *= 2)
        {
            long before = 0;
            if (thread >= distance) before = sums[thread - distance];
            Group.Barrier();
            sums[thread] += before;
            Group.Barrier();
        }

        long running = sums[thread] - sum;
        for (long i = first; i < end; i++)
        {
            running += offsets[i];
            offsets[i] = running;
        }
    }
}
