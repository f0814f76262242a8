using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Updates of candidate scores: eight threads a neuron; each takes a candidate at a time, and gathers from the rows of K the neuron's step names.</summary>
/// <remarks>A thread a candidate would have to look for its neuron: some twenty loads that wait for each other, more than most updates have.</remarks>
internal sealed class CandidateUpdateKernel(AcceleratorDevice device)
{
    private const int Flips = 0;
    private const int Fires = 1;
    private const int Counters = 2;
    private const int Lanes = 8;
    private const int RowsPerGroup = GroupSize.Threads / Lanes;

    private Action<KernelConfig, SparseRows, SparseRows, ArrayView<float>, int, float, ArrayView<long>>? _kernel;

    public CandidateUpdate Run(CsrView candidates, CsrView step, MatrixView kernel, float threshold)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SparseRows, SparseRows, ArrayView<float>, int, float, ArrayView<long>>(Kernel);
        using Rented<long> rented = device.Workspace.Rent<long>(Counters);
        Span<long> counts = stackalloc long[Counters];
        counts.Clear();
        rented.View.CopyFrom(counts);
        _kernel(
            GroupSize.Of((candidates.Rows + RowsPerGroup - 1) / RowsPerGroup),
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
        long row = (long)Grid.IdxX * RowsPerGroup + Group.IdxX / Lanes;
        if (row < candidates.Offsets.Length - 1)
        {
            long begin = step.Offsets[row], end = step.Offsets[row + 1], last = candidates.Offsets[row + 1];
            int fires = 0, flips = 0;
            for (long entry = candidates.Offsets[row] + Group.IdxX % Lanes; entry < last; entry += Lanes)
            {
                int id = candidates.Ids[entry];
                float old = candidates.Values[entry], sum = 0;
                for (long s = begin; s < end; s++) sum += step.Values[s] * kernel[(long)step.Ids[s] * stride + id];
                float score = old + sum;
                candidates.Values[entry] = score;
                if (score > threshold) fires++;
                if (score > threshold != old > threshold) flips++;
            }

            if (fires > 0) Atomic.Add(ref group[Fires], fires);
            if (flips > 0) Atomic.Add(ref group[Flips], flips);
        }

        Group.Barrier();
        if (Group.IdxX < Counters && group[Group.IdxX] > 0) Atomic.Add(ref counts[Group.IdxX], (long)group[Group.IdxX]);
    }
}
