namespace Engine.Kernels;

/// <summary><see cref="TransformOperations"/> on the processor.</summary>
internal sealed unsafe class HostTransformOperations(HostDevice device) : TransformOperations
{
    private readonly WalshHadamard _hadamard = new(device.Team);

    public override DeviceStructuredRows StructuredRows(int dimension, RngState state) => new HostStructuredRows(dimension, state, device.Team);

    private protected override void WalshHadamardCore(MatrixView rows, float scale)
    {
        _hadamard.Transform(rows.Pointer, rows.Rows, rows.Stride, rows.Columns, scale);
        GC.KeepAlive(rows.Owner);
    }
}
