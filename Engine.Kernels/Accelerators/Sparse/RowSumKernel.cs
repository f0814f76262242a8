using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>y = alpha (sums of rows) + beta y from the heads of the rows and the sums of their tails: 32 threads a row.</summary>
/// <typeparam name="TTerms">Terms by entry.</typeparam>
internal sealed class RowSumKernel<TTerms>(AcceleratorDevice device)
    where TTerms : struct, ITerms
{
    private const int RowsPerGroup = GroupSize.Threads / RowPieces.Lanes;

    private Action<KernelConfig, float, TTerms, ArrayView<long>, ArrayView<double>, float, ArrayView<float>>? _kernel;

    /// <summary>Finishes the product.</summary>
    public void Run(float alpha, TTerms terms, VectorView<long> offsets, VectorView<double> tails, float beta, VectorView<float> y)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<float, TTerms, ArrayView<long>, ArrayView<double>, float, ArrayView<float>>(Kernel);
        _kernel(GroupSize.Of((y.Length + RowsPerGroup - 1) / RowsPerGroup), alpha, terms, device.View(offsets), device.View(tails), beta, device.View(y));
    }

    [Kernel(typeof(RowTerms), typeof(ColumnTerms))]
    private static void Kernel(float alpha, TTerms terms, ArrayView<long> offsets, ArrayView<double> tails, float beta, ArrayView<float> y)
    {
        ArrayView<double> lanes = SharedMemory.Allocate<double>(GroupSize.Threads);
        int thread = Group.IdxX, lane = thread % RowPieces.Lanes;
        long row = (long)Grid.IdxX * RowsPerGroup + thread / RowPieces.Lanes;
        long begin = 0, rowEnd = 0;
        if (row < y.Length && alpha != 0)
        {
            begin = offsets[row];
            rowEnd = offsets[row + 1];
        }

        double sum = 0;
        long headEnd = Math.Min(rowEnd, begin + RowPieces.Length);
        for (long e = begin + lane; e < headEnd; e += RowPieces.Lanes) sum += terms.Term(e);
        lanes[thread] = sum;
        for (int half = RowPieces.Lanes / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (lane < half) lanes[thread] += lanes[thread + half];
        }

        if (lane == 0 && row < y.Length)
        {
            sum = lanes[thread];
            for (long tail = begin + RowPieces.Length; tail < rowEnd; tail += RowPieces.Length) sum += tails[tail / RowPieces.Length];
            double old = 0;
            if (beta != 0) old = (double)beta * y[row];
            y[row] = (float)(alpha * sum + old);
        }
    }
}
