using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Counts the entries of each column in each block of rows: one thread an entry, integer atomics.</summary>
internal sealed class BlockCountKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, SparseRows, int, int, ArrayView<int>>? _kernel;

    /// <param name="s">The pattern.</param>
    /// <param name="blockRows">Rows of a block.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="counts">Shape (columns, blocks), zero on entry.</param>
    public void Run(CsrView s, int blockRows, int blocks, VectorView<int> counts)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SparseRows, int, int, ArrayView<int>>(Kernel);
        _kernel(GroupSize.Covering(s.Capacity), device.View(s), blockRows, blocks, device.View(counts));
    }

    [Kernel]
    private static void Kernel(SparseRows s, int blockRows, int blocks, ArrayView<int> counts)
    {
        long entry = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (entry >= s.Count) return;
        int block = EntryRow.Of(s.Offsets, entry) / blockRows;
        Atomic.Add(ref counts[(long)s.Ids[entry] * blocks + block], 1);
    }
}
