namespace Engine.Kernels;

/// <summary><see cref="DenseOperations"/> on the processor.</summary>
/// <remarks>Workspaces are taken when an operation first needs them.</remarks>
internal sealed class HostDenseOperations(HostDevice device) : DenseOperations, IDisposable
{
    private Gemm? _gemm;
    private DenseSelection? _selection;
    private ScreenedSelection? _screened;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gemm?.Dispose();
        _selection?.Dispose();
        _screened?.Dispose();
    }

    private protected override long SelectAboveCore(MatrixView weights, MatrixView samples, float threshold, CsrView hits) =>
        (_selection ??= new DenseSelection(device)).Select(weights, samples, threshold, hits);

    private protected override unsafe QuantisedRows QuantiseCore(MatrixView rows)
    {
        // Whole tiles are read: rows of zeros follow the last.
        NativeBuffer<int> codes = new((rows.Rows + ByteProduct.TileRows - 1L) * QuantisedRow.Words(rows.Columns), device.Memory);
        NativeBuffer<QuantisedRow>? bounds = null;
        try
        {
            bounds = new NativeBuffer<QuantisedRow>(rows.Rows, device.Memory);
            new HostQuantiser(device.Team).Quantise(rows, codes.Pointer, bounds.Pointer);
            return new QuantisedRows(rows, codes, bounds, ScreenBounds.LargestError(bounds.Pointer, rows.Rows));
        }
        catch
        {
            codes.Dispose();
            bounds?.Dispose();
            throw;
        }
    }

    private protected override ScreenedCount ScreenedSelectAboveCore(QuantisedRows weights, MatrixView samples, float threshold, CsrView hits) =>
        (_screened ??= new ScreenedSelection(device)).Select(weights, samples, threshold, hits);

    private protected override void MultiplyCore(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c) =>
        Products().Multiply(alpha, a, b, beta, c);

    private protected override void MultiplySymmetricCore(float alpha, MatrixView a, float beta, MatrixView c) =>
        Products().MultiplySymmetric(alpha, a, beta, c);

    private Gemm Products() => _gemm ??= new Gemm(device.Team);
}
