using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Places entries by column: one group a block of rows, one row after the other, so that rows ascend within a column.</summary>
/// <remarks>The columns of a row differ, so its threads share no cursor; the barrier hands the cursors to the next row. Groups are small, as most rows are.</remarks>
internal sealed class BlockPlaceKernel(AcceleratorDevice device)
{
    private const int Threads = 64;

    private Action<KernelConfig, SparseRows, int, ArrayView<long>, ArrayView<int>, ArrayView<long>>? _kernel;

    /// <param name="s">The pattern.</param>
    /// <param name="blockRows">Rows of a block.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="cursors">Shape (columns, blocks): where the entries of a column in a block begin; moved to where they end.</param>
    /// <param name="columns">Receives rows and entries.</param>
    public void Run(CsrView s, int blockRows, int blocks, VectorView<long> cursors, CsrColumns columns)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SparseRows, int, ArrayView<long>, ArrayView<int>, ArrayView<long>>(Kernel);
        _kernel(new KernelConfig(blocks, Threads), device.View(s), blockRows, device.View(cursors), device.View(columns.RowIds), device.View(columns.Entries));
    }

    [Kernel]
    private static void Kernel(SparseRows s, int blockRows, ArrayView<long> cursors, ArrayView<int> rowIds, ArrayView<long> entries)
    {
        int block = Grid.IdxX, blocks = Grid.DimX;
        long endRow = Math.Min(s.Offsets.Length - 1, (block + 1L) * blockRows);
        for (long row = (long)block * blockRows; row < endRow; row++)
        {
            long end = s.Offsets[row + 1];
            for (long e = s.Offsets[row] + Group.IdxX; e < end; e += Group.DimX)
            {
                long cursor = (long)s.Ids[e] * blocks + block;
                long place = cursors[cursor];
                cursors[cursor] = place + 1;
                rowIds[place] = (int)row;
                entries[place] = e;
            }

            Group.Barrier();
        }
    }
}
