namespace Engine.Kernels;

/// <summary>Screened selections on an accelerator: <see cref="AcceleratorSelection"/> on the scores of the pairs that integers do not drop.</summary>
internal sealed class AcceleratorScreening(AcceleratorDevice device)
{
    private readonly QuantiseKernel _quantise = new(device);
    private readonly ScreenKernel _screen = new(device);
    private readonly AcceleratorSelection _selection = new(device);

    /// <summary>Quantises rows; see <see cref="DenseOperations.Quantise"/>.</summary>
    public QuantisedRows Quantise(MatrixView rows)
    {
        DeviceArray<int> codes = device.Allocate<int>((long)rows.Rows * QuantisedRow.Words(rows.Columns));
        DeviceArray<QuantisedRow>? bounds = null;
        try
        {
            bounds = device.Allocate<QuantisedRow>(rows.Rows);
            _quantise.Run(rows, codes, bounds);
            return new QuantisedRows(rows, codes, bounds, largestError: 0);
        }
        catch
        {
            codes.Dispose();
            bounds?.Dispose();
            throw;
        }
    }

    /// <summary>Selects; see <see cref="DenseOperations.ScreenedSelectAbove"/>.</summary>
    public ScreenedCount Select(QuantisedRows weights, MatrixView samples, float threshold, CsrView hits)
    {
        int words = QuantisedRow.Words(samples.Columns);
        using Rented<int> codes = device.Workspace.Rent<int>((long)samples.Rows * words);
        using Rented<QuantisedRow> bounds = device.Workspace.Rent<QuantisedRow>(samples.Rows);
        using Rented<long> counter = device.Workspace.Rent<long>(1);
        Span<long> rechecked = [0];
        counter.View.CopyFrom(rechecked);
        _quantise.Run(samples, codes.View, bounds.View);
        CodedMatrix right = Coded(samples, codes.View, bounds.View);
        VectorView<int> left = weights.Codes;
        VectorView<QuantisedRow> leftBounds = weights.Bounds;
        long count = _selection.Collect(hits, threshold, (row, rows, scores) => _screen.Run(
            threshold,
            Coded(weights.Rows.Block(row, 0, rows, samples.Columns), left.Slice((long)row * words, (long)rows * words), leftBounds.Slice(row, rows)),
            right, scores, counter.View));
        counter.View.CopyTo(rechecked);
        return new ScreenedCount(count, rechecked[0]);
    }

    private CodedMatrix Coded(MatrixView rows, VectorView<int> codes, VectorView<QuantisedRow> bounds) =>
        new(device.Matrix(rows), device.View(codes), device.View(bounds));
}
