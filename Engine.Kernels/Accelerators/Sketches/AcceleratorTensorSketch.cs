using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>TensorSketch on an accelerator: CountSketches of both factors in double precision, then <see cref="SpectralProduct"/>.</summary>
internal sealed class AcceleratorTensorSketch : DeviceKroneckerSketch
{
    private readonly AcceleratorDevice _device;
    private readonly SignedSums<DoubleSum> _sums;
    private readonly SpectralProduct _spectra;
    private readonly SignedEntries _left;
    private readonly SignedEntries _right;
    private readonly DeviceTwiddles _twiddles;

    public AcceleratorTensorSketch(
        AcceleratorDevice device, KroneckerDistribution distribution, RngState state, SignedSums<DoubleSum> sums, SpectralProduct spectra)
        : base(distribution)
    {
        _device = device;
        _sums = sums;
        _spectra = spectra;
        _left = Entries(state, LeftLength);
        try
        {
            _right = Entries(state.Advance((ulong)LeftLength), RightLength);
            _twiddles = new DeviceTwiddles(device, Convolution.TransformLength(Rows));
        }
        catch
        {
            _left.Dispose();
            _right?.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _twiddles.Dispose();
    }

    private protected override void ApplyCore(MatrixView left, MatrixView right, MatrixView result)
    {
        using Rented<double> rented = Rent(left.Rows, out int batch);
        for (int first = 0; first < left.Rows; first += batch)
        {
            int count = Math.Min(batch, left.Rows - first);
            ArrayView<double> spectra = Cleared(rented, count);
            _sums.Gather(_left, left.Block(first, 0, count, LeftLength), 1, spectra.Cast<DoubleSum>(), PairStride);
            Finish(first, count, spectra, right, result);
        }
    }

    private protected override void ApplyCore(CsrView left, MatrixView right, MatrixView result)
    {
        using Rented<double> rented = Rent(left.Rows, out int batch);
        for (int first = 0; first < left.Rows; first += batch)
        {
            int count = Math.Min(batch, left.Rows - first);
            ArrayView<double> spectra = Cleared(rented, count);
            CsrView part = new(count, LeftLength, left.Offsets.Slice(first, count + 1L), left.Ids, left.Values);
            _sums.Scatter(_left, part, 1, spectra.Cast<DoubleSum>(), PairStride);
            Finish(first, count, spectra, right, result);
        }
    }

    // Two complex vectors.
    private long PairStride => 4L * _twiddles.Length;

    private void Finish(int first, int count, ArrayView<double> spectra, MatrixView right, MatrixView result)
    {
        _sums.Gather(_right, right.Block(first, 0, count, RightLength), 1, spectra.SubView(PairStride / 2).Cast<DoubleSum>(), PairStride);
        _spectra.Run(spectra, count, _twiddles, Rows, result.Block(first, 0, count, Rows));
    }

    private ArrayView<double> Cleared(Rented<double> rented, int count)
    {
        ArrayView<double> spectra = _device.View(rented.View).SubView(0, count * PairStride);
        spectra.MemSetToZero(_device.Accelerator.DefaultStream);
        return spectra;
    }

    private Rented<double> Rent(int pairs, out int batch)
    {
        batch = BatchSize.Of(pairs, PairStride);
        return _device.Workspace.Rent<double>(batch * PairStride);
    }

    private SignedEntries Entries(RngState state, int length) => new(_device, new BlockedCodes(state, Rows, nonZeros: 1), Rows, length, nonZeros: 1);
}
