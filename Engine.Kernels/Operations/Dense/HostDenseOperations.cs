namespace Engine.Kernels;

/// <summary><see cref="DenseOperations"/> on the processor.</summary>
/// <remarks>Workspaces are taken when an operation first needs them.</remarks>
internal sealed class HostDenseOperations(HostDevice device) : DenseOperations, IDisposable
{
    private Gemm? _gemm;
    private DenseSelection? _selection;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gemm?.Dispose();
        _selection?.Dispose();
    }

    private protected override long SelectAboveCore(MatrixView weights, MatrixView samples, float threshold, CsrView hits) =>
        (_selection ??= new DenseSelection(device)).Select(weights, samples, threshold, hits);

    private protected override void MultiplyCore(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c) =>
        Products().Multiply(alpha, a, b, beta, c);

    private protected override void MultiplySymmetricCore(float alpha, MatrixView a, float beta, MatrixView c) =>
        Products().MultiplySymmetric(alpha, a, beta, c);

    private Gemm Products() => _gemm ??= new Gemm(device.Team);
}
