using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Prefix sums within tiles of 2,048 counts, eight in a row for each thread, and the totals of the tiles.</summary>
/// <typeparam name="TCounts">What is added up.</typeparam>
internal sealed class TileScanKernel<TCounts>(AcceleratorDevice device)
    where TCounts : struct, ICounts
{
    /// <summary>Counts of a tile.</summary>
    public const int Tile = GroupSize.Threads * CountsPerThread;

    private const int CountsPerThread = 8;

    private Action<KernelConfig, TCounts, ArrayView<long>, ArrayView<long>>? _kernel;

    /// <summary>Scans every tile for itself.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="offsets">One element more than there are counts: the last one counts as a count of 0.</param>
    /// <param name="totals">One for each tile of offsets.</param>
    public void Run(TCounts counts, VectorView<long> offsets, VectorView<long> totals)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<TCounts, ArrayView<long>, ArrayView<long>>(Kernel);
        _kernel(GroupSize.Of(totals.Length), counts, device.View(offsets), device.View(totals));
    }

    [Kernel(typeof(IntCounts), typeof(LongCounts))]
    private static void Kernel(TCounts counts, ArrayView<long> offsets, ArrayView<long> totals)
    {
        // Two sides: a step reads one and writes the other, so that one barrier a step is enough.
        ArrayView<long> sums = SharedMemory.Allocate<long>(2 * GroupSize.Threads);
        int thread = Group.IdxX, side = 0;
        long first = (long)Grid.IdxX * Tile + thread * CountsPerThread;
        long mine = 0;
        for (long i = first; i < Math.Min(first + CountsPerThread, counts.Length); i++) mine += counts.Count(i);
        long sum = mine;
        sums[thread] = sum;
        for (int step = 1; step < GroupSize.Threads; step *= 2)
        {
            Group.Barrier();
            if (thread >= step) sum += sums[side + thread - step];
            side = GroupSize.Threads - side;
            sums[side + thread] = sum;
        }

        if (thread == GroupSize.Threads - 1) totals[Grid.IdxX] = sum;
        sum -= mine;
        for (long i = first; i < Math.Min(first + CountsPerThread, offsets.Length); i++)
        {
            offsets[i] = sum;
            if (i < counts.Length) sum += counts.Count(i);
        }
    }
}
