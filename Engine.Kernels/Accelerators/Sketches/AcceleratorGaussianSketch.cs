namespace Engine.Kernels;

/// <summary>Gaussian sketches on an accelerator: <see cref="GaussianSketch"/>, its entries drawn in the kernels.</summary>
internal sealed class AcceleratorGaussianSketch(SketchDistribution distribution, RngState state, GaussianTileKernel tile, GaussianChainKernel chain)
    : DeviceSketch(distribution.Rows, distribution.Columns)
{
    private readonly GaussianEntries _entries = new(state, distribution.Rows, distribution.Columns);

    public override void Dispose()
    {
        // Nothing is kept on the device.
    }

    private protected override void ApplyCore(MatrixView vectors, MatrixView result) => tile.Run(_entries, vectors, result);

    private protected override void ApplyCore(CsrView vectors, MatrixView result) => chain.Run(_entries, vectors, result);
}
