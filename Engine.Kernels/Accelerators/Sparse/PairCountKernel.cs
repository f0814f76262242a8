using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Counts the neurons that fire on both of two samples: 32 threads an entry walk through the samples before it; integer atomics.</summary>
internal sealed class PairCountKernel(AcceleratorDevice device)
{
    private const int Lanes = 32;
    private const int EntriesPerGroup = GroupSize.Threads / Lanes;

    private Action<KernelConfig, SparseRows, int, ArrayView<int>>? _kernel;

    /// <param name="fired">Fire sets.</param>
    /// <param name="counts">Shape (n, n), zero on entry; the lower triangle is counted.</param>
    public void Run(CsrView fired, VectorView<int> counts)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SparseRows, int, ArrayView<int>>(Kernel);
        _kernel(GroupSize.Of((fired.Capacity + EntriesPerGroup - 1) / EntriesPerGroup), device.View(fired), fired.Columns, device.View(counts));
    }

    [Kernel]
    private static void Kernel(SparseRows fired, int samples, ArrayView<int> counts)
    {
        long entry = (long)Grid.IdxX * EntriesPerGroup + Group.IdxX / Lanes;
        if (entry >= fired.Count) return;
        long row = (long)fired.Ids[entry] * samples;
        for (long other = fired.Offsets[EntryRow.Of(fired.Offsets, entry)] + Group.IdxX % Lanes; other <= entry; other += Lanes)
            Atomic.Add(ref counts[row + fired.Ids[other]], 1);
    }
}
