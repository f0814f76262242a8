namespace Engine.Kernels;

/// <summary><see cref="FactorOperations"/> on the processor: <see cref="Engine.Kernels.Cholesky"/>, with workspace for the largest matrix so far.</summary>
internal sealed unsafe class HostFactorOperations : FactorOperations, IDisposable
{
    /// <summary>Right-hand sides that share one reading of L.</summary>
    private const int RowsPerItem = 8;

    private readonly HostDevice _device;
    private readonly Action<int, int> _solveItem;
    private Cholesky? _cholesky;
    private double* _lower;
    private double* _rows;
    private nint _stride;
    private int _order;
    private int _count;
    private bool _forward;
    private bool _backward;

    public HostFactorOperations(HostDevice device)
    {
        _device = device;
        _solveItem = SolveItem;
    }

    public void Dispose() => _cholesky?.Dispose();

    private protected override FactorResult CholeskyCore(TriangleView matrix)
    {
        if (_cholesky is null || _cholesky.MaximumOrder < matrix.Order)
        {
            _cholesky?.Dispose();
            _cholesky = new Cholesky(matrix.Order, _device.Team);
        }

        return _cholesky.Factor(HostMemory.Of(matrix.Elements.Array!), matrix.Elements.Start, matrix.Order, matrix.Stride);
    }

    private protected override void SolveCore(TriangleView factor, VectorView<double> rightHandSides, int count)
    {
        _forward = _backward = true;
        Run(factor, rightHandSides, count);
    }

    private protected override void SolveTriangularCore(TriangleView lower, bool transposed, VectorView<double> rightHandSides, int count)
    {
        _forward = !transposed;
        _backward = transposed;
        Run(lower, rightHandSides, count);
    }

    private void Run(TriangleView lower, VectorView<double> rightHandSides, int count)
    {
        _lower = HostMemory.Pointer(lower.Elements);
        _stride = lower.Stride;
        _order = lower.Order;
        _rows = HostMemory.Pointer(rightHandSides);
        _count = count;
        _device.Team.Run((count + RowsPerItem - 1) / RowsPerItem, _solveItem);
        GC.KeepAlive(lower.Elements.Array);
        GC.KeepAlive(rightHandSides.Array);
    }

    private void SolveItem(int worker, int item)
    {
        int first = item * RowsPerItem, count = Math.Min(RowsPerItem, _count - first);
        double* rows = _rows + (nint)first * _order;
        if (_forward) Substitution.Forward(_lower, _stride, _order, rows, count);
        if (_backward) Substitution.Backward(_lower, _stride, _order, rows, count);
    }
}
