using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Updates of candidate scores: one thread a candidate gathers from the rows of K its neuron's step names.</summary>
internal sealed class CandidateUpdateKernel(AcceleratorDevice device)
{
    private const int Flips = 0;
    private const int Fires = 1;
    private const int Counters = 2;

    private Action<KernelConfig, SparseRows, SparseRows, ArrayView<float>, int, float, ArrayView<long>>? _kernel;

    public CandidateUpdate Run(CsrView candidates, CsrView step, MatrixView kernel, float threshold)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SparseRows, SparseRows, ArrayView<float>, int, float, ArrayView<long>>(Kernel);
        using Rented<long> rented = device.Workspace.Rent<long>(Counters);
        Span<long> counts = stackalloc long[Counters];
        counts.Clear();
        rented.View.CopyFrom(counts);
        _kernel(
            GroupSize.Covering(candidates.Capacity),
            device.View(candidates), device.View(step), device.View(kernel), kernel.Stride, threshold, device.View(rented.View));
        rented.View.CopyTo(counts);
        return new CandidateUpdate(counts[Flips], counts[Fires]);
    }

    [Kernel]
    private static void Kernel(SparseRows candidates, SparseRows step, ArrayView<float> kernel, int stride, float threshold, ArrayView<long> counts)
    {
        ArrayView<int> group = SharedMemory.Allocate<int>(Counters);
        if (Group.IdxX < Counters) group[Group.IdxX] = 0;
        Group.Barrier();
        long entry = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (entry < candidates.Count)
        {
            int row = EntryRow.Of(candidates.Offsets, entry), id = candidates.Ids[entry];
            float old = candidates.Values[entry], sum = 0;
            long end = step.Offsets[row + 1];
            for (long s = step.Offsets[row]; s < end; s++) sum += step.Values[s] * kernel[(long)step.Ids[s] * stride + id];
            float score = old + sum;
            candidates.Values[entry] = score;
            if (score > threshold) Atomic.Add(ref group[Fires], 1);
            if (score > threshold != old > threshold) Atomic.Add(ref group[Flips], 1);
        }

        Group.Barrier();
        if (Group.IdxX < Counters && group[Group.IdxX] > 0) Atomic.Add(ref counts[Group.IdxX], (long)group[Group.IdxX]);
    }
}
