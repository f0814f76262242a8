using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>The sums of the chunks of a vector of terms, in the order <see cref="SumOrder"/> states: 32 threads add up a chunk, a group has eight chunks.</summary>
/// <typeparam name="TTerms">What is added up.</typeparam>
internal sealed class ChunkSumKernel<TTerms>(AcceleratorDevice device)
    where TTerms : struct, ITerms
{
    private const int ChunksPerGroup = GroupSize.Threads / SumOrder.Lanes;

    private Action<KernelConfig, TTerms, ArrayView<double>>? _kernel;

    /// <summary>Writes one sum for each chunk.</summary>
    /// <param name="terms">At least one.</param>
    /// <param name="sums">As many as <see cref="SumOrder.Chunks"/> says.</param>
    public void Run(TTerms terms, VectorView<double> sums)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<TTerms, ArrayView<double>>(Kernel);
        _kernel(GroupSize.Of((sums.Length + ChunksPerGroup - 1) / ChunksPerGroup), terms, device.View(sums));
    }

    [Kernel(typeof(ElementTerms), typeof(ProductTerms), typeof(PartialTerms))]
    private static void Kernel(TTerms terms, ArrayView<double> sums)
    {
        ArrayView<double> lanes = SharedMemory.Allocate<double>(GroupSize.Threads);
        int thread = Group.IdxX, lane = thread % SumOrder.Lanes;
        long chunk = (long)Grid.IdxX * ChunksPerGroup + thread / SumOrder.Lanes;
        long end = Math.Min(terms.Length, (chunk + 1) * SumOrder.Chunk);
        double sum = 0;
        for (long i = chunk * SumOrder.Chunk + lane; i < end; i += SumOrder.Lanes) sum += terms.Term(i);
        lanes[thread] = sum;
        for (int half = SumOrder.Lanes / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (lane < half) lanes[thread] += lanes[thread + half];
        }

        if (lane == 0 && chunk < sums.Length) sums[chunk] = lanes[thread];
    }
}
