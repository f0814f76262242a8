using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Sparse vectors times a sparse sign matrix: a group scatters the terms of one vector, those of one row in ascending order, the host's order.</summary>
/// <typeparam name="TSum">Precision of the sums.</typeparam>
/// <remarks>
/// 256 terms at a time. Each asks for the slot of its row; the lowest one gets it, adds and leaves, and the others ask again. As rows share no slot
/// unless they are 1,024 apart, there are about as many rounds as terms of the fullest row: one or two where s is much larger than 256.
/// </remarks>
internal sealed class OrderedScatterKernel<TSum>(AcceleratorDevice device)
    where TSum : unmanaged, ISum<TSum>
{
    private const int Slots = 1024;

    private Action<KernelConfig, SparseTerms, int, float, ArrayView<TSum>, long>? _kernel;

    /// <summary>Writes the sums of all vectors.</summary>
    /// <param name="terms">At least one vector.</param>
    /// <param name="rows">s.</param>
    /// <param name="scale">Multiplies every sum.</param>
    /// <param name="sums">Sum r of vector i goes to i stride + r.</param>
    /// <param name="stride">At least s.</param>
    public void Run(SparseTerms terms, int rows, float scale, ArrayView<TSum> sums, long stride)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<SparseTerms, int, float, ArrayView<TSum>, long>(Kernel);
        _kernel(GroupSize.Of(terms.Vectors), terms, rows, scale, sums, stride);
    }

    [Kernel(typeof(SingleSum), typeof(DoubleSum))]
    private static void Kernel(SparseTerms terms, int rows, float scale, ArrayView<TSum> sums, long stride)
    {
        ArrayView<int> owners = SharedMemory.Allocate<int>(Slots);
        int thread = Group.IdxX;
        long first = Grid.IdxX * stride;
        for (int slot = thread; slot < Slots; slot += GroupSize.Threads) owners[slot] = GroupSize.Threads;
        for (long row = thread; row < rows; row += GroupSize.Threads) sums[first + row] = default;
        long end = terms.End(Grid.IdxX);
        for (long chunk = terms.Begin(Grid.IdxX); chunk < end; chunk += GroupSize.Threads)
        {
            bool isPending = chunk + thread < end;
            uint code = 0;
            float value = 0;
            if (isPending)
            {
                code = terms.Code(chunk + thread);
                value = terms.Value(chunk + thread);
            }

            long place = first + (code & ~SignedRow.SignBit);
            int wanted = (int)(code & (Slots - 1));
            // A barrier also for what is written before the first round, between rounds, and after the last one.
            while (Group.BarrierOr(isPending))
            {
                if (isPending) Atomic.Min(ref owners[wanted], thread);
                Group.Barrier();
                bool isOwner = isPending && owners[wanted] == thread;
                if (isOwner) sums[place] = sums[place].Plus(SignedRow.Apply(value, code));
                Group.Barrier();
                if (isOwner)
                {
                    owners[wanted] = GroupSize.Threads;
                    isPending = false;
                }
            }
        }

        for (long row = thread; row < rows; row += GroupSize.Threads) sums[first + row] = sums[first + row].Times(scale);
    }
}
