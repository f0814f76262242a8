namespace Engine.Kernels;

/// <summary><see cref="DenseOperations"/> on an accelerator: dense products by the vendor's library where the device has one, else by our kernel.</summary>
internal sealed class AcceleratorDenseOperations(AcceleratorDevice device) : DenseOperations
{
    private readonly TileProductKernel<AllTiles> _product = new(device);
    private readonly TileProductKernel<LowerTiles> _symmetric = new(device);
    private readonly AcceleratorSelection _selection = new(device);
    private readonly AcceleratorScreening _screened = new(device);

    private protected override long SelectAboveCore(MatrixView weights, MatrixView samples, float threshold, CsrView hits) =>
        _selection.Select(weights, samples, threshold, hits);

    private protected override QuantisedRows QuantiseCore(MatrixView rows) => _screened.Quantise(rows);

    private protected override ScreenedCount ScreenedSelectAboveCore(QuantisedRows weights, MatrixView samples, float threshold, CsrView hits) =>
        _screened.Select(weights, samples, threshold, hits);

    private protected override void MultiplyCore(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        if (device.VendorProducts is { } vendor && alpha != 0 && a.Columns > 0)
        {
            vendor.Multiply(alpha, a, b, beta, c);
            return;
        }

        // Groups write along the rows of C: those had better be contiguous.
        if (c.IsTransposed)
            _product.Run(new AllTiles(c.Columns, c.Rows, TileProductKernel<AllTiles>.Tile), alpha, b.Transposed, a.Transposed, beta, c.Transposed);
        else
            _product.Run(new AllTiles(c.Rows, c.Columns, TileProductKernel<AllTiles>.Tile), alpha, a, b, beta, c);
    }

    private protected override void MultiplySymmetricCore(float alpha, MatrixView a, float beta, MatrixView c)
    {
        if (device.VendorProducts is { } vendor && alpha != 0 && a.Columns > 0)
            vendor.MultiplySymmetric(alpha, a, beta, c);
        else
            _symmetric.Run(new LowerTiles(c.Rows, TileProductKernel<LowerTiles>.Tile), alpha, a, a.Transposed, beta, c);
    }
}
