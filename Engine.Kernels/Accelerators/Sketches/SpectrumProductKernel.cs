using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Multiplies each spectrum by the one behind it, one thread an element.</summary>
internal sealed class SpectrumProductKernel(AcceleratorDevice device)
{
    private Action<KernelConfig, Spectra>? _kernel;

    /// <summary>Replaces the spectra.</summary>
    /// <param name="spectra">Every second one.</param>
    public void Run(Spectra spectra)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<Spectra>(Kernel);
        _kernel(GroupSize.Covering((long)spectra.Count * spectra.Length), spectra);
    }

    [Kernel]
    private static void Kernel(Spectra spectra)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX, i = thread / spectra.Length, k = thread - i * spectra.Length;
        if (i < spectra.Count) spectra.Set(i, k, spectra[i, k] * spectra.Behind(i, k));
    }
}
