namespace Engine.Kernels;

/// <summary><see cref="SparseOperations"/> on the processor.</summary>
internal sealed class HostSparseOperations : SparseOperations
{
    private readonly HostSampledProduct _sampledProduct;
    private readonly HostSparseProduct _product;
    private readonly HostSparseVectorProduct _vectorProduct;
    private readonly HostRowUpdate _rowUpdate;
    private readonly HostExclusiveScan _scan;
    private readonly HostColumns _columns;
    private readonly HostCofiringGram _gram;
    private readonly HostCandidateUpdate _candidates;

    public HostSparseOperations(HostDevice device)
    {
        _sampledProduct = new HostSampledProduct(device);
        _product = new HostSparseProduct(device);
        _vectorProduct = new HostSparseVectorProduct(device);
        _rowUpdate = new HostRowUpdate(device);
        _scan = new HostExclusiveScan(device);
        _columns = new HostColumns(device, _scan);
        _gram = new HostCofiringGram(device);
        _candidates = new HostCandidateUpdate(device);
    }

    private protected override void SampledProductCore(float alpha, MatrixView a, MatrixView b, CsrView s) => _sampledProduct.Run(alpha, a, b, s);

    private protected override void MultiplyCore(float alpha, CsrView s, MatrixView b, float beta, VectorView<int> rows, MatrixView c) =>
        _product.Run(alpha, s, b, beta, rows, c);

    private protected override void MultiplyCore(float alpha, CsrView s, VectorView<float> x, float beta, VectorView<float> y) =>
        _vectorProduct.Run(alpha, s.Offsets, s.Ids, places: default, s.Values, x, beta, y);

    private protected override void MultiplyTransposedCore(float alpha, CsrView s, CsrColumns columns, VectorView<float> x, float beta, VectorView<float> y) =>
        _vectorProduct.Run(alpha, columns.Offsets, columns.RowIds, columns.Entries, s.Values, x, beta, y);

    private protected override void ColumnsCore(CsrView s, CsrColumns columns) => _columns.Run(s, columns);

    private protected override void AddRowsCore(float alpha, MatrixView source, VectorView<int> rows, MatrixView target) =>
        _rowUpdate.Run(alpha, source, rows, target);

    private protected override void CofiringGramCore(CsrView fired, MatrixView kernel, double scale, TriangleView gram) =>
        _gram.Run(fired, kernel, scale, gram);

    private protected override CandidateUpdate UpdateCandidatesCore(CsrView candidates, CsrView step, MatrixView kernel, float threshold) =>
        _candidates.Run(candidates, step, kernel, threshold);

    private protected override void ExclusiveScanCore(VectorView<int> counts, VectorView<long> offsets) => _scan.Run(counts, offsets);

    private protected override void ExclusiveScanCore(VectorView<long> counts, VectorView<long> offsets) => _scan.Run(counts, offsets);
}
