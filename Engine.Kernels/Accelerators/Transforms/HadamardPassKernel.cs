using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Up to three levels of Walsh-Hadamard transforms of rows longer than a tile: each thread has eight elements, their distance as of the level.</summary>
internal sealed class HadamardPassKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, ArrayView<float>, PaddedRows, int>? _kernel;

    /// <summary>Does levels <paramref name="done"/> to <paramref name="done"/> + 2, as far as there are so many.</summary>
    /// <param name="data">The memory of the rows.</param>
    /// <param name="rows">At least one, of at least <see cref="HadamardOctet.Levels"/> levels.</param>
    /// <param name="done">Levels done.</param>
    public void Run(ArrayView<float> data, PaddedRows rows, int done)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<ArrayView<float>, PaddedRows, int>(Kernel);
        _kernel(GroupSize.Covering(rows.Elements >> HadamardOctet.Levels), data, rows, done);
    }

    [Kernel]
    private static void Kernel(ArrayView<float> data, PaddedRows rows, int done)
    {
        long octet = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        int octetLevels = rows.Levels - HadamardOctet.Levels, place = Math.Min(done, octetLevels);
        int row = (int)(octet >> octetLevels);
        if (row >= rows.Count) return;
        int within = (int)(octet & ((1L << octetLevels) - 1)), low = within & ((1 << place) - 1);
        long start = rows.Start(row) + (((within - low) << HadamardOctet.Levels) | low), step = 1L << place;
        HadamardOctet.Load(data, start, step).Butterflies(place, done, rows.Levels).Store(data, start, step);
    }
}
