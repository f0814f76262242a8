namespace Engine.Kernels;

/// <summary>CountSketch and the sparse sign sketches on an accelerator.</summary>
internal sealed class AcceleratorScatterSketch : DeviceSketch
{
    private readonly AcceleratorDevice _device;
    private readonly SignedSums<SingleSum> _sums;
    private readonly SignedEntries _entries;
    private readonly float _scale;

    public AcceleratorScatterSketch(AcceleratorDevice device, SketchDistribution distribution, RngState state, SignedSums<SingleSum> sums)
        : base(distribution.Rows, distribution.Columns)
    {
        _device = device;
        _sums = sums;
        _scale = SignedScatter.Scale(distribution);
        _entries = new SignedEntries(device, SignedScatter.Codes(distribution, state), Rows, Columns, distribution.NonZeros);
    }

    public override void Dispose() => _entries.Dispose();

    private protected override void ApplyCore(MatrixView vectors, MatrixView result) =>
        _sums.Gather(_entries, vectors, _scale, _device.View(result).Cast<SingleSum>(), result.Stride);

    private protected override void ApplyCore(CsrView vectors, MatrixView result) =>
        _sums.Scatter(_entries, vectors, _scale, _device.View(result).Cast<SingleSum>(), result.Stride);
}
