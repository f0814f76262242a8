using System.Numerics;

namespace Engine.Kernels;

/// <summary><see cref="TransformOperations"/> on an accelerator.</summary>
internal sealed class AcceleratorTransformOperations(AcceleratorDevice device) : TransformOperations
{
    public override DeviceStructuredRows StructuredRows(int dimension, RngState state) => new AcceleratorStructuredRows(device, dimension, state);

    private protected override void WalshHadamardCore(MatrixView rows, float scale) => device.SignedHadamard.Transform(
        device.View(rows), new PaddedRows(rows.Rows, BitOperations.Log2((uint)rows.Columns), beside: 1, rows.Stride), scale);
}
