using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Writes the columns and scores above a threshold to their places, one thread for each segment; most have no hit and are done at once.</summary>
internal sealed class HitWriteKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<float>, int, float, ArrayView<long>, ArrayView<long>, ArrayView<int>, ArrayView<float>>? _kernel;

    /// <summary>Writes.</summary>
    /// <param name="scores">Row by row, at least one.</param>
    /// <param name="columns">Scores of a row.</param>
    /// <param name="threshold">As it was counted with.</param>
    /// <param name="before">Hits before each segment, and all.</param>
    /// <param name="offsets">Element 0 says where the first hit goes.</param>
    /// <param name="ids">Receives columns, as far as there is room.</param>
    /// <param name="values">Receives scores, as far as there is room.</param>
    public void Run(VectorView<float> scores, int columns, float threshold, VectorView<long> before, VectorView<long> offsets, VectorView<int> ids, VectorView<float> values)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, int, float, ArrayView<long>, ArrayView<long>, ArrayView<int>, ArrayView<float>>(Kernel);
        _kernel(
            GroupSize.Covering(before.Length - 1),
            device.View(scores), columns, threshold, device.View(before), device.View(offsets), device.View(ids), device.View(values));
    }

    [Kernel]
    private static void Kernel(ArrayView<float> scores, int columns, float threshold, ArrayView<long> before, ArrayView<long> offsets, ArrayView<int> ids, ArrayView<float> values)
    {
        long segment = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        if (segment >= before.Length - 1) return;
        long hits = before[segment + 1] - before[segment], place = offsets[0] + before[segment], first = segment * SegmentCountKernel.Segment;
        if (hits == 0) return;
        int column = (int)(first % columns);
        for (long i = first; hits > 0; i++)
        {
            float z = scores[i];
            if (z > threshold)
            {
                if (place < ids.Length)
                {
                    ids[place] = column;
                    values[place] = z;
                }

                place++;
                hits--;
            }

            column++;
            if (column == columns) column = 0;
        }
    }
}
