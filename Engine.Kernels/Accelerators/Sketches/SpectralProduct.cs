using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Circular convolutions of pairs of real vectors in double precision, by a complex transform of each and one back.</summary>
/// <remarks>
/// The radix-2 levels of <see cref="ComplexTransform"/>, with its twiddle factors, one launch a level. Each vector has a transform of its own, where the host has one
/// for both: so no scale has to balance them. With q the bound of one transform, an element is off by at most (2 q + 8 u) ||a||₂ ||b||₂ + q ||a * b||₂ up to terms of
/// second order, u = 2⁻⁵³: q ||A||₂ of one spectrum meets ||B||₂ of the other by Cauchy and Schwarz. That is inside what <see cref="TensorSketch"/> states.
/// </remarks>
internal sealed class SpectralProduct(AcceleratorDevice device)
{
    private readonly SpectrumKernel<SplitButterfly> _split = new(device);
    private readonly SpectrumKernel<MergeButterfly> _merge = new(device);
    private readonly SpectrumProductKernel _product = new(device);
    private readonly PeriodKernel _period = new(device);

    /// <summary>Writes the convolutions.</summary>
    /// <param name="spectra">Shape (2 pairs, 2, L): real parts are the vectors of each pair padded with zeros, imaginary parts are zero. Overwritten.</param>
    /// <param name="pairs">At least 1.</param>
    /// <param name="twiddles">The factors for L.</param>
    /// <param name="period">s.</param>
    /// <param name="result">Shape (pairs, s).</param>
    public void Run(ArrayView<double> spectra, int pairs, DeviceTwiddles twiddles, int period, MatrixView result)
    {
        int length = twiddles.Length;
        for (int half = length / 2; half > 0; half /= 2) _split.Run(new Spectra(spectra, 2 * pairs, 2L * length, length), twiddles, half);
        Spectra products = new(spectra, pairs, 4L * length, length);
        _product.Run(products);
        for (int half = 1; half < length; half *= 2) _merge.Run(products, twiddles, half);
        _period.Run(products, period, result);
    }
}
