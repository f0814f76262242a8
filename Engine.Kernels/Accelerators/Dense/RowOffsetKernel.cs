using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Where each row's hits end: those before the segment its end lies in, and those of the segment before its end. One thread a row.</summary>
internal sealed class RowOffsetKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<float>, int, float, ArrayView<long>, ArrayView<long>>? _kernel;

    /// <summary>Writes.</summary>
    /// <param name="scores">Row by row.</param>
    /// <param name="columns">Scores of a row; may be 0.</param>
    /// <param name="threshold">As it was counted with.</param>
    /// <param name="before">Hits before each segment, and all; empty when there are no scores.</param>
    /// <param name="offsets">First the hits before these rows; receives one more for each row, at least one.</param>
    public void Run(VectorView<float> scores, int columns, float threshold, VectorView<long> before, VectorView<long> offsets)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, int, float, ArrayView<long>, ArrayView<long>>(Kernel);
        _kernel(GroupSize.Covering(offsets.Length - 1), device.View(scores), columns, threshold, device.View(before), device.View(offsets));
    }

    [Kernel]
    private static void Kernel(ArrayView<float> scores, int columns, float threshold, ArrayView<long> before, ArrayView<long> offsets)
    {
        long row = (long)Grid.IdxX * Group.DimX + Group.IdxX + 1;
        if (row >= offsets.Length) return;
        long end = row * columns, segment = end / SegmentCountKernel.Segment, hits = offsets[0];
        if (before.Length > 0) hits += before[segment];
        for (long i = segment * SegmentCountKernel.Segment; i < end; i++)
        {
            if (scores[i] > threshold) hits++;
        }

        offsets[row] = hits;
    }
}
