using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Counts the neurons that fire on both of two samples: eight threads a neuron take an entry each and walk through those before it; integer atomics.</summary>
internal sealed class PairCountKernel(AcceleratorDevice device)
{
    private const int Lanes = 8;
    private const int RowsPerGroup = GroupSize.Threads / Lanes;

    private Action<KernelConfig, SparseRows, int, ArrayView<int>>? _kernel;

    /// <param name="fired">Fire sets.</param>
    /// <param name="counts">Shape (n, n), zero on entry; the lower triangle is counted.</param>
    public void Run(CsrView fired, VectorView<int> counts)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SparseRows, int, ArrayView<int>>(Kernel);
        _kernel(GroupSize.Of((fired.Rows + RowsPerGroup - 1) / RowsPerGroup), device.View(fired), fired.Columns, device.View(counts));
    }

    [Kernel]
    private static void Kernel(SparseRows fired, int samples, ArrayView<int> counts)
    {
        long row = (long)Grid.IdxX * RowsPerGroup + Group.IdxX / Lanes;
        if (row >= fired.Offsets.Length - 1) return;
        long begin = fired.Offsets[row], end = fired.Offsets[row + 1];
        for (long entry = begin + Group.IdxX % Lanes; entry < end; entry += Lanes)
        {
            long first = (long)fired.Ids[entry] * samples;
            for (long other = begin; other <= entry; other++) Atomic.Add(ref counts[first + fired.Ids[other]], 1);
        }
    }
}
