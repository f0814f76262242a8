using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Writes the columns and scores above a threshold to their places, one thread for each segment of 32 columns of a row.</summary>
internal sealed class HitWriteKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, DeviceMatrix, float, ArrayView<int>, ArrayView<long>, ArrayView<int>, ArrayView<float>>? _kernel;

    /// <summary>Writes.</summary>
    /// <param name="scores">At least one element.</param>
    /// <param name="threshold">As it was counted with.</param>
    /// <param name="before">Hits of the row before each segment, row by row.</param>
    /// <param name="offsets">Where each row begins.</param>
    /// <param name="ids">Receives columns, as far as there is room.</param>
    /// <param name="values">Receives scores, as far as there is room.</param>
    public void Run(MatrixView scores, float threshold, VectorView<int> before, VectorView<long> offsets, VectorView<int> ids, VectorView<float> values)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<DeviceMatrix, float, ArrayView<int>, ArrayView<long>, ArrayView<int>, ArrayView<float>>(Kernel);
        _kernel(GroupSize.Covering(before.Length), device.Matrix(scores), threshold, device.View(before), device.View(offsets), device.View(ids), device.View(values));
    }

    [Kernel]
    private static void Kernel(DeviceMatrix scores, float threshold, ArrayView<int> before, ArrayView<long> offsets, ArrayView<int> ids, ArrayView<float> values)
    {
        int thread = Grid.IdxX * Group.DimX + Group.IdxX;
        if (thread >= before.Length) return;
        int segments = (scores.Columns - 1) / SegmentCountKernel.Segment + 1, row = thread / segments, first = thread % segments * SegmentCountKernel.Segment;
        int end = Math.Min(SegmentCountKernel.Segment, scores.Columns - first);
        long place = offsets[row] + before[thread];
        for (int j = 0; j < end; j++)
        {
            float z = scores[row, first + j];
            if (z > threshold)
            {
                if (place < ids.Length)
                {
                    ids[place] = first + j;
                    values[place] = z;
                }

                place++;
            }
        }
    }
}
