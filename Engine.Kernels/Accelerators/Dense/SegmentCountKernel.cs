using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Counts the scores above a threshold, one thread for each segment of 32 columns of a row.</summary>
internal sealed class SegmentCountKernel(AcceleratorDevice device)
{
    /// <summary>Columns of a segment.</summary>
    public const int Segment = 32;

    private Action<KernelConfig, DeviceMatrix, float, ArrayView<int>>? _kernel;

    /// <summary>Segments of a row.</summary>
    public static int Segments(int columns) => (int)((columns + (long)Segment - 1) / Segment);

    /// <summary>Counts.</summary>
    /// <param name="scores">At least one element; fewer than 2³¹ segments.</param>
    /// <param name="threshold">NaN scores are not above it.</param>
    /// <param name="counts">One count for each segment, row by row.</param>
    public void Run(MatrixView scores, float threshold, VectorView<int> counts)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<DeviceMatrix, float, ArrayView<int>>(Kernel);
        _kernel(GroupSize.Covering(counts.Length), device.Matrix(scores), threshold, device.View(counts));
    }

    [Kernel]
    private static void Kernel(DeviceMatrix scores, float threshold, ArrayView<int> counts)
    {
        int thread = Grid.IdxX * Group.DimX + Group.IdxX;
        if (thread >= counts.Length) return;
        int segments = (scores.Columns - 1) / Segment + 1, row = thread / segments, first = thread % segments * Segment;
        int end = Math.Min(Segment, scores.Columns - first), count = 0;
        for (int j = 0; j < end; j++)
        {
            if (scores[row, first + j] > threshold) count++;
        }

        counts[thread] = count;
    }
}
