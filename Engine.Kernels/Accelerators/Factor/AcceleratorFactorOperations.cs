namespace Engine.Kernels;

/// <summary><see cref="FactorOperations"/> on an accelerator: right-looking, in panels of 32 columns; one launch after the other without waiting.</summary>
internal sealed class AcceleratorFactorOperations(AcceleratorDevice device) : FactorOperations
{
    private readonly DiagonalFactorKernel _diagonal = new(device);
    private readonly BlockSolveKernel<LowerSide> _lowerBlock = new(device);
    private readonly BlockSolveKernel<TransposedSide> _transposedBlock = new(device);
    private readonly TileUpdateKernel<LowerSide> _lowerUpdate = new(device);
    private readonly TileUpdateKernel<TransposedSide> _transposedUpdate = new(device);

    private protected override FactorResult CholeskyCore(TriangleView matrix)
    {
        using Rented<double> rented = device.Workspace.Rent<double>(FactorTiles.StateLength);
        VectorView<double> state = rented.View;
        Span<double> values = stackalloc double[FactorTiles.StateLength];
        values[FactorTiles.Failed] = 0;
        values[FactorTiles.Pivot] = -1;
        values[FactorTiles.PivotValue] = double.PositiveInfinity;
        state.CopyFrom(values);
        for (int first = 0; first < matrix.Order; first += FactorTiles.Block)
        {
            int width = Math.Min(FactorTiles.Block, matrix.Order - first), next = first + width, below = matrix.Order - next;
            _diagonal.Run(matrix, first, width, state);
            if (below == 0) break;
            long start = (long)next * matrix.Stride;
            VectorView<double> rows = matrix.Elements.Slice(start, matrix.Elements.Length - start);
            _lowerBlock.Run(matrix, first, width, rows, matrix.Stride, below, state);
            _lowerUpdate.Run(matrix, new TileStep(first, width, next, below, below, isTriangle: true), rows, matrix.Stride, state);
        }

        state.CopyTo(values);
        FactorStatus status = values[FactorTiles.Failed] == 0 ? FactorStatus.Success : FactorStatus.NotPositiveDefinite;
        return new FactorResult(status, (int)values[FactorTiles.Pivot], values[FactorTiles.PivotValue]);
    }

    private protected override void SolveCore(TriangleView factor, VectorView<double> rightHandSides, int count)
    {
        SolveTriangularCore(factor, transposed: false, rightHandSides, count);
        SolveTriangularCore(factor, transposed: true, rightHandSides, count);
    }

    private protected override void SolveTriangularCore(TriangleView lower, bool transposed, VectorView<double> rightHandSides, int count)
    {
        if (transposed) SolveBackward(lower, rightHandSides, count);
        else SolveForward(lower, rightHandSides, count);
    }

    private void SolveForward(TriangleView lower, VectorView<double> rows, int count)
    {
        for (int first = 0; first < lower.Order; first += FactorTiles.Block)
        {
            int width = Math.Min(FactorTiles.Block, lower.Order - first), next = first + width;
            _lowerBlock.Run(lower, first, width, rows, lower.Order, count, state: default);
            if (next < lower.Order)
                _lowerUpdate.Run(lower, new TileStep(first, width, next, lower.Order - next, count, isTriangle: false), rows, lower.Order, state: default);
        }
    }

    private void SolveBackward(TriangleView lower, VectorView<double> rows, int count)
    {
        for (int first = (lower.Order - 1) / FactorTiles.Block * FactorTiles.Block; first >= 0; first -= FactorTiles.Block)
        {
            int width = Math.Min(FactorTiles.Block, lower.Order - first);
            _transposedBlock.Run(lower, first, width, rows, lower.Order, count, state: default);
            if (first > 0)
                _transposedUpdate.Run(lower, new TileStep(first, width, target: 0, first, count, isTriangle: false), rows, lower.Order, state: default);
        }
    }
}
