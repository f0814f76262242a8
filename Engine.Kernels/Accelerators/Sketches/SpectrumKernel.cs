using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>One level of complex transforms, one thread a pair.</summary>
/// <typeparam name="TButterfly">The direction.</typeparam>
internal sealed class SpectrumKernel<TButterfly>(AcceleratorDevice device)
    where TButterfly : struct, IComplexButterfly
{
    private Action<KernelConfig, Spectra, ArrayView<double>, ArrayView<double>, int>? _kernel;

    /// <summary>Does the level whose pairs are <paramref name="half"/> apart.</summary>
    /// <param name="spectra">At least one vector, of at least two elements.</param>
    /// <param name="twiddles">The factors for their length.</param>
    /// <param name="half">A power of two below the length.</param>
    public void Run(Spectra spectra, DeviceTwiddles twiddles, int half)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<Spectra, ArrayView<double>, ArrayView<double>, int>(Kernel);
        _kernel(GroupSize.Covering((long)spectra.Count * (spectra.Length / 2)), spectra, device.View(twiddles.Cosines), device.View(twiddles.Sines), half);
    }

    [Kernel(typeof(SplitButterfly), typeof(MergeButterfly))]
    private static void Kernel(Spectra spectra, ArrayView<double> cosines, ArrayView<double> sines, int half)
    {
        long thread = (long)Grid.IdxX * Group.DimX + Group.IdxX;
        int pairs = spectra.Length / 2;
        long i = thread / pairs;
        if (i >= spectra.Count) return;
        int pair = (int)(thread - i * pairs), j = pair & (half - 1), first = 2 * (pair - j) + j;
        ComplexPair a = spectra[i, first], b = spectra[i, first + half];
        double cosine = cosines[half + j], sine = sines[half + j];
        spectra.Set(i, first, TButterfly.First(a, b, cosine, sine));
        spectra.Set(i, first + half, TButterfly.Second(a, b, cosine, sine));
    }
}
