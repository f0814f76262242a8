using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>The sums of the tails of a sparse matrix times a vector, in the order <see cref="RowPieces"/> states: 32 threads a slot.</summary>
/// <typeparam name="TTerms">Terms by entry.</typeparam>
internal sealed class TailSumKernel<TTerms>(AcceleratorDevice device)
    where TTerms : struct, ITerms
{
    private const int SlotsPerGroup = GroupSize.Threads / RowPieces.Lanes;

    private Action<KernelConfig, TTerms, ArrayView<long>, ArrayView<double>>? _kernel;

    /// <summary>Writes one sum for each slot, 0 where no tail begins.</summary>
    public void Run(TTerms terms, VectorView<long> offsets, VectorView<double> tails)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<TTerms, ArrayView<long>, ArrayView<double>>(Kernel);
        _kernel(GroupSize.Of((tails.Length + SlotsPerGroup - 1) / SlotsPerGroup), terms, device.View(offsets), device.View(tails));
    }

    [Kernel(typeof(RowTerms), typeof(ColumnTerms))]
    private static void Kernel(TTerms terms, ArrayView<long> offsets, ArrayView<double> tails)
    {
        ArrayView<double> lanes = SharedMemory.Allocate<double>(GroupSize.Threads);
        int thread = Group.IdxX, lane = thread % RowPieces.Lanes;
        long slot = (long)Grid.IdxX * SlotsPerGroup + thread / RowPieces.Lanes;
        double sum = 0;
        if (slot * RowPieces.Length < offsets[offsets.Length - 1])
        {
            int row = EntryRow.Of(offsets, slot * RowPieces.Length);
            long rowBegin = offsets[row], begin = RowPieces.TailBegin(slot, rowBegin);
            long end = begin == rowBegin ? begin : Math.Min(offsets[row + 1], begin + RowPieces.Length);
            for (long e = begin + lane; e < end; e += RowPieces.Lanes) sum += terms.Term(e);
        }

        lanes[thread] = sum;
        for (int half = RowPieces.Lanes / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (lane < half) lanes[thread] += lanes[thread + half];
        }

        if (lane == 0 && slot < tails.Length) tails[slot] = lanes[thread];
    }
}
