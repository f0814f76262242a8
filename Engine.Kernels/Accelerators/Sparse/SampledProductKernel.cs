using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Sampled products: eight threads an entry, so that they read whole sectors of both rows.</summary>
internal sealed class SampledProductKernel(AcceleratorDevice device)
{
    private const int Lanes = 8;
    private const int EntriesPerGroup = GroupSize.Threads / Lanes;

    private Action<KernelConfig, float, ArrayView<float>, int, ArrayView<float>, int, int, SparseRows>? _kernel;

    public void Run(float alpha, MatrixView a, MatrixView b, CsrView s)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<float, ArrayView<float>, int, ArrayView<float>, int, int, SparseRows>(Kernel);
        _kernel(
            GroupSize.Of((s.Capacity + EntriesPerGroup - 1) / EntriesPerGroup),
            alpha, device.View(a), a.Stride, device.View(b), b.Stride, alpha == 0 ? 0 : a.Columns, device.View(s));
    }

    [Kernel]
    private static void Kernel(float alpha, ArrayView<float> a, int aStride, ArrayView<float> b, int bStride, int depth, SparseRows s)
    {
        ArrayView<float> lanes = SharedMemory.Allocate<float>(GroupSize.Threads);
        int thread = Group.IdxX, lane = thread % Lanes;
        long entry = (long)Grid.IdxX * EntriesPerGroup + thread / Lanes;
        bool exists = entry < s.Count;
        float sum = 0;
        if (exists)
        {
            long left = (long)EntryRow.Of(s.Offsets, entry) * aStride, right = (long)s.Ids[entry] * bStride;
            for (int k = lane; k < depth; k += Lanes) sum += a[left + k] * b[right + k];
        }

        lanes[thread] = sum;
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (lane < half) lanes[thread] += lanes[thread + half];
        }

        if (exists && lane == 0) s.Values[entry] = alpha * lanes[thread];
    }
}
