using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Folds plain convolutions to their period, divides by L, and rounds to single precision: one thread an element.</summary>
internal sealed class PeriodKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, Spectra, int, ArrayView<float>, long>? _kernel;

    /// <summary>Writes the results.</summary>
    /// <param name="spectra">Real parts are L times the convolutions.</param>
    /// <param name="period">s: L itself, or at most L / 2.</param>
    /// <param name="result">Shape (vectors, s).</param>
    public void Run(Spectra spectra, int period, MatrixView result)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<Spectra, int, ArrayView<float>, long>(Kernel);
        _kernel(GroupSize.Covering((long)spectra.Count * period), spectra, period, device.View(result), result.Stride);
    }

    [Kernel]
    private static void Kernel(Spectra spectra, int period, ArrayView<float> result, long stride)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX, i = thread / period, k = thread - i * period;
        if (i >= spectra.Count) return;
        double sum = spectra[i, k].Re;
        if (period < spectra.Length) sum += spectra[i, k + period].Re;
        // L is a power of two: exact.
        result[i * stride + k] = (float)(sum / spectra.Length);
    }
}
