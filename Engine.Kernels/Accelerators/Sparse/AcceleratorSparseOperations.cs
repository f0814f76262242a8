namespace Engine.Kernels;

/// <summary><see cref="SparseOperations"/> on an accelerator.</summary>
internal sealed class AcceleratorSparseOperations : SparseOperations
{
    private readonly AcceleratorDevice _device;
    private readonly SampledProductKernel _sampledProduct;
    private readonly TailProductKernel _tailProduct;
    private readonly RowProductKernel<OwnRows> _product;
    private readonly RowProductKernel<ListedRows> _listedProduct;
    private readonly SparseVectorProduct<RowTerms> _vectorProduct;
    private readonly SparseVectorProduct<ColumnTerms> _transposedProduct;
    private readonly RowUpdateKernel _rowUpdate;
    private readonly ExclusiveScan _scan;
    private readonly ColumnBuilder _columns;
    private readonly ClearKernel _clear;
    private readonly PairCountKernel _pairs;
    private readonly GramScaleKernel _gram;
    private readonly CandidateUpdateKernel _candidates;

    public AcceleratorSparseOperations(AcceleratorDevice device)
    {
        _device = device;
        _sampledProduct = new SampledProductKernel(device);
        _tailProduct = new TailProductKernel(device);
        _product = new RowProductKernel<OwnRows>(device);
        _listedProduct = new RowProductKernel<ListedRows>(device);
        _vectorProduct = new SparseVectorProduct<RowTerms>(device);
        _transposedProduct = new SparseVectorProduct<ColumnTerms>(device);
        _rowUpdate = new RowUpdateKernel(device);
        _scan = new ExclusiveScan(device);
        _columns = new ColumnBuilder(device, _scan);
        _clear = new ClearKernel(device);
        _pairs = new PairCountKernel(device);
        _gram = new GramScaleKernel(device);
        _candidates = new CandidateUpdateKernel(device);
    }

    private protected override void SampledProductCore(float alpha, MatrixView a, MatrixView b, CsrView s) => _sampledProduct.Run(alpha, a, b, s);

    private protected override void MultiplyCore(float alpha, CsrView s, MatrixView b, float beta, VectorView<int> rows, MatrixView c)
    {
        using Rented<float> tails = _device.Workspace.Rent<float>(alpha == 0 ? 0 : RowPieces.Slots(s.Capacity) * b.Columns);
        if (tails.View.Length > 0) _tailProduct.Run(s, b, tails.View);
        if (rows.Length == 0)
            _product.Run(alpha, s, b, tails.View, beta, default, c);
        else
            _listedProduct.Run(alpha, s, b, tails.View, beta, new ListedRows(_device.View(rows)), c);
    }

    private protected override void MultiplyCore(float alpha, CsrView s, VectorView<float> x, float beta, VectorView<float> y) =>
        _vectorProduct.Run(alpha, new RowTerms(_device.View(s), _device.View(x)), s.Capacity, s.Offsets, beta, y);

    private protected override void MultiplyTransposedCore(float alpha, CsrView s, CsrColumns columns, VectorView<float> x, float beta, VectorView<float> y)
    {
        ColumnTerms terms = new(_device.View(columns.Entries), _device.View(columns.RowIds), _device.View(s.Values), _device.View(x));
        _transposedProduct.Run(alpha, terms, columns.Capacity, columns.Offsets, beta, y);
    }

    private protected override void ColumnsCore(CsrView s, CsrColumns columns) => _columns.Run(s, columns);

    private protected override void AddRowsCore(float alpha, MatrixView source, VectorView<int> rows, MatrixView target) =>
        _rowUpdate.Run(alpha, source, rows, target);

    private protected override void CofiringGramCore(CsrView fired, MatrixView kernel, double scale, TriangleView gram)
    {
        using Rented<int> counts = _device.Workspace.Rent<int>((long)fired.Columns * fired.Columns);
        _clear.Run(counts.View);
        if (fired.Capacity > 0) _pairs.Run(fired, counts.View);
        _gram.Run(counts.View, kernel, scale, gram);
    }

    private protected override CandidateUpdate UpdateCandidatesCore(CsrView candidates, CsrView step, MatrixView kernel, float threshold) =>
        _candidates.Run(candidates, step, kernel, threshold);

    private protected override void ExclusiveScanCore(VectorView<int> counts, VectorView<long> offsets) => _scan.Run(counts, offsets);

    private protected override void ExclusiveScanCore(VectorView<long> counts, VectorView<long> offsets) => _scan.Run(counts, offsets);
}
