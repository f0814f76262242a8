using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Replaces the counts of a row's segments by the hits before each, and writes the row's total, one thread a row.</summary>
internal sealed class SegmentPrefixKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, int, ArrayView<int>, ArrayView<long>>? _kernel;

    /// <summary>Adds up.</summary>
    /// <param name="segments">Segments of a row; may be 0.</param>
    /// <param name="counts">Of each segment, row by row.</param>
    /// <param name="totals">Receives a total for each row, at least one.</param>
    public void Run(int segments, VectorView<int> counts, VectorView<long> totals)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<int, ArrayView<int>, ArrayView<long>>(Kernel);
        _kernel(GroupSize.Covering(totals.Length), segments, device.View(counts), device.View(totals));
    }

    [Kernel]
    private static void Kernel(int segments, ArrayView<int> counts, ArrayView<long> totals)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row >= totals.Length) return;
        int total = 0;
        for (int s = 0; s < segments; s++)
        {
            long place = (long)row * segments + s;
            int count = counts[place];
            counts[place] = total;
            total += count;
        }

        totals[row] = total;
    }
}
