using System.Runtime.CompilerServices;

namespace Engine.Kernels;

public sealed unsafe partial class Cholesky
{
    private void FactorPanels()
    {
        _result = new FactorResult(FactorStatus.Success, -1, double.PositiveInfinity);
        if (_order == 0) return;
        FactorDiagonalBlock(0);
        for (_first = 0; _first + Strip.Panel < _order && _result.Status == FactorStatus.Success; _first += Strip.Panel)
        {
            int below = _order - _first - Strip.Panel;
            int blocks = (below + Strip.Panel - 1) / Strip.Panel;
            _team.Run(Strip.Covering(below), _solveStrip);
            _team.Run(blocks * (blocks + 1) / 2, _updateBlock);
        }
    }

    private void FactorDiagonalBlock(int first)
    {
        int width = Math.Min(Strip.Panel, _order - first);
        double* corner = _matrix + first * _stride + first;
        double* block = _block.Pointer;
        double* pivots = _pivots.Pointer;
        DiagonalBlock.Pack(corner, _stride, width, block);
        int good = DiagonalBlock.Factor(block, width, pivots, _wide);
        if (good < width)
        {
            _result = new FactorResult(FactorStatus.NotPositiveDefinite, first + good, pivots[good]);
            return;
        }

        DiagonalBlock.Unpack(block, corner, _stride, width);
        for (int column = 0; column < width; column++)
        {
            if (pivots[column] < _result.PivotValue) _result = _result with { Pivot = first + column, PivotValue = pivots[column] };
        }
    }

    /// <summary>Solves 24 rows below the diagonal block of the current panel and leaves them packed for the update.</summary>
    private void SolveStrip(int worker, int item)
    {
        int row = _first + Strip.Panel + item * Strip.Rows;
        int rows = Math.Min(Strip.Rows, _order - row);
        double* source = _matrix + row * _stride + _first;
        double* strip = _strips.Pointer + (nint)item * Strip.Length;
        Strip.Pack(source, _stride, rows, strip);
        DiagonalBlock.Solve(_block.Pointer, strip, _wide);
        Strip.Unpack(strip, source, _stride, rows);
    }

    /// <summary>Subtracts the panel's product from one 96 x 96 block on or below the diagonal; item i numbers them row by row.</summary>
    /// <remarks>
    /// Item 0 is the next panel's diagonal block. Its worker factors it at once, while the others go on, so that the one serial part of
    /// the algorithm hides behind the update; nothing else in this phase touches that block or its packed copy.
    /// </remarks>
    private void UpdateBlock(int worker, int item)
    {
        int blockRow = 0;
        int blockColumn = item;
        while (blockColumn > blockRow) blockColumn -= ++blockRow;
        int origin = _first + Strip.Panel;
        int strips = Strip.Covering(_order - origin);
        int rowEnd = Math.Min((blockRow + 1) * Strip.PerBlock, strips);
        int columnEnd = Math.Min((blockColumn + 1) * Strip.PerBlock, strips);
        for (int column = blockColumn * Strip.PerBlock; column < columnEnd; column++)
        {
            for (int row = blockRow * Strip.PerBlock; row < rowEnd; row++)
            {
                for (int lane = 0; lane < Strip.Rows; lane += Strip.Group) UpdateTile(origin, row, lane, column);
            }
        }

        if (item == 0) FactorDiagonalBlock(origin);
    }

    private void UpdateTile(int origin, int rowStrip, int lane, int columnStrip)
    {
        int row = origin + rowStrip * Strip.Rows + lane;
        int column = origin + columnStrip * Strip.Rows;
        if (row >= _order || row + Strip.Group <= column) return;
        double* group = _strips.Pointer + (nint)rowStrip * Strip.Length + lane;
        double* strip = _strips.Pointer + (nint)columnStrip * Strip.Length;
        double* target = _matrix + row * _stride + column;
        bool whole = row + Strip.Group <= _order && row >= column + Strip.Rows - 1;
        if (whole)
            TileKernel.Subtract(group, strip, Strip.Panel, target, _stride, _wide);
        else
            UpdateClippedTile(group, strip, target, Math.Min(Strip.Group, _order - row), row - column);
    }

    /// <summary>A tile that the diagonal or the last row cuts: computed aside, and only its elements inside the triangle are written.</summary>
    [SkipLocalsInit]
    private void UpdateClippedTile(double* group, double* strip, double* target, int rows, int diagonal)
    {
        double* tile = stackalloc double[Strip.Group * Strip.Rows];
        new Span<double>(tile, Strip.Group * Strip.Rows).Clear();
        TileKernel.Subtract(group, strip, Strip.Panel, tile, Strip.Rows, _wide);
        for (int row = 0; row < rows; row++)
        {
            int end = Math.Min(Strip.Rows, row + diagonal + 1);
            for (int column = 0; column < end; column++) target[row * _stride + column] += tile[row * Strip.Rows + column];
        }
    }
}
