using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>The sums of the tails of a product S B (<see cref="RowPieces"/>): one thread a slot and column.</summary>
internal sealed class TailProductKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, SparseRows, ArrayView<float>, int, int, ArrayView<float>>? _kernel;

    /// <summary>Writes one sum for each slot and column.</summary>
    /// <param name="s">The sparse matrix.</param>
    /// <param name="b">The dense matrix.</param>
    /// <param name="tails">Shape (slots, columns); slots without a tail are left alone.</param>
    public void Run(CsrView s, MatrixView b, VectorView<float> tails)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SparseRows, ArrayView<float>, int, int, ArrayView<float>>(Kernel);
        _kernel(GroupSize.Covering(tails.Length), device.View(s), device.View(b), b.Stride, b.Columns, device.View(tails));
    }

    [Kernel]
    private static void Kernel(SparseRows s, ArrayView<float> b, int stride, int columns, ArrayView<float> tails)
    {
        long i = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        long slot = i / columns;
        if (i >= tails.Length || slot * RowPieces.Length >= s.Count) return;
        int row = EntryRow.Of(s.Offsets, slot * RowPieces.Length);
        long rowBegin = s.Offsets[row], rowEnd = s.Offsets[row + 1];
        long begin = RowPieces.TailBegin(slot, rowBegin);
        if (begin == rowBegin || begin >= rowEnd) return;
        long column = i % columns, end = Math.Min(rowEnd, begin + RowPieces.Length);
        float sum = 0;
        for (long e = begin; e < end; e++) sum += s.Values[e] * b[(long)s.Ids[e] * stride + column];
        tails[i] = sum;
    }
}
