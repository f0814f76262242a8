using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Counts the scores above a threshold in segments of 32, one after the other whatever row they belong to: a group has 256 segments.</summary>
/// <remarks>Through shared memory: threads read neighbouring scores, and count their own segment. One slot in 33 is unused, so that they meet different banks.</remarks>
internal sealed class SegmentCountKernel(AcceleratorDevice device)
{
    /// <summary>Scores of a segment.</summary>
    public const int Segment = 32;

    private const int Pitch = Segment + 1;

    // From a score's slot to that of the one a whole group of threads further on.
    private const int SlotStep = GroupSize.Threads / Segment * Pitch;

    private Action<KernelConfig, ArrayView<float>, float, ArrayView<int>>? _kernel;

    /// <summary>Segments of some scores.</summary>
    public static long Segments(long scores) => (scores + Segment - 1) / Segment;

    /// <summary>Counts.</summary>
    /// <param name="scores">At least one; fewer than 2³¹ segments.</param>
    /// <param name="threshold">NaN scores are not above it.</param>
    /// <param name="counts">One count for each segment.</param>
    public void Run(VectorView<float> scores, float threshold, VectorView<int> counts)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, float, ArrayView<int>>(Kernel);
        _kernel(GroupSize.Covering(counts.Length), device.View(scores), threshold, device.View(counts));
    }

    [Kernel]
    private static void Kernel(ArrayView<float> scores, float threshold, ArrayView<int> counts)
    {
        ArrayView<int> above = SharedMemory.Allocate<int>(GroupSize.Threads * Pitch);
        int thread = Group.IdxX;
        long segment = (long)Grid.IdxX * GroupSize.Threads + thread, first = (long)Grid.IdxX * GroupSize.Threads * Segment + thread;
        int slot = thread / Segment * Pitch + thread % Segment;
        for (int i = 0; i < Segment; i += 4)
        {
            long place = first + (long)i * GroupSize.Threads;
            // Four loads at a time: none waits for another.
            int a = IsAbove(scores, place, threshold), b = IsAbove(scores, place + GroupSize.Threads, threshold);
            int c = IsAbove(scores, place + 2 * GroupSize.Threads, threshold), d = IsAbove(scores, place + 3 * GroupSize.Threads, threshold);
            above[slot] = a;
            above[slot + SlotStep] = b;
            above[slot + 2 * SlotStep] = c;
            above[slot + 3 * SlotStep] = d;
            slot += 4 * SlotStep;
        }

        Group.Barrier();
        int count = 0;
        for (int i = 0; i < Segment; i++) count += above[thread * Pitch + i];
        if (segment < counts.Length) counts[segment] = count;
    }

    // Without a branch: the last score in the place of one that does not exist.
    private static int IsAbove(ArrayView<float> scores, long place, float threshold) =>
        (scores[Math.Min(place, scores.Length - 1)] > threshold) & (place < scores.Length) ? 1 : 0;
}
