namespace Engine.Kernels;

/// <summary><see cref="DeviceKroneckerSketch"/> on the processor.</summary>
internal sealed unsafe class HostKroneckerSketch(KroneckerDistribution distribution, IKroneckerSketch sketch) : DeviceKroneckerSketch(distribution)
{
    public override void Dispose() => sketch.Dispose();

    private protected override void ApplyCore(MatrixView left, MatrixView right, MatrixView result)
    {
        Apply(BatchView.Of(left), right, result);
        GC.KeepAlive(left.Owner);
    }

    private protected override void ApplyCore(CsrView left, MatrixView right, MatrixView result)
    {
        Apply(BatchView.Of(left), right, result);
        BatchView.KeepAlive(left);
    }

    private void Apply(BatchView left, MatrixView right, MatrixView result)
    {
        sketch.Apply(left, BatchView.Of(right), result.Pointer, result.Stride);
        GC.KeepAlive(right.Owner);
        GC.KeepAlive(result.Owner);
    }
}
