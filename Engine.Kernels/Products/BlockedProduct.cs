using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>
/// The packed, cache-blocked product that all dense products share: (sum of matrices) times (sum of matrices), added into any number of
/// matrices of equal shape. Sums are formed while packing, and a product tile goes to all its targets while it is in cache.
/// </summary>
/// <remarks>
/// Every element of the product is one chain of fused multiply-adds for each part of k (<see cref="ProductTiling"/>), and the parts are added
/// to C in order. Tiles are independent; results have the same bits for any team size and any vector width.
/// After Goto and van de Geijn (Anatomy of high-performance matrix multiplication, 2008); fused sums after Huang et al. (SC16, Strassen's
/// algorithm reloaded).
/// </remarks>
internal sealed unsafe class BlockedProduct : IDisposable
{
    private const int PanelsPerItem = 8;

    // A block that only one tile needs, and a tile that is cut by an edge or goes to several targets.
    private const int PrivateLength = ProductTiling.BlockLength + GemmKernel.TileLength;

    private readonly WorkerTeam _team;
    private readonly bool _wide;
    private readonly NativeBuffer<float> _sharedLeft;
    private readonly NativeBuffer<float> _sharedRight;
    private readonly NativeBuffer<float> _private;
    private readonly Action<int, int> _packItem;
    private readonly Action<int, int> _tileItem;
    private PackedOperand _left;
    private PackedOperand _right;
    private ProductTarget* _targets;
    private int _targetCount;
    private nint _stride;
    private bool _lowerOnly;
    private ProductTiling _tiling;
    private int _firstDepth;
    private int _depth;
    private int _firstRow;
    private int _chunkRows;
    private int _firstColumn;
    private int _chunkColumns;
    private int _leftPackItems;

    /// <summary>Takes the workspace: about 13 MiB, and 0.6 MiB for each thread.</summary>
    /// <param name="team">Threads to share the work.</param>
    /// <param name="wide">True for 512-bit vectors, false for 256-bit ones; either runs everywhere.</param>
    internal BlockedProduct(WorkerTeam team, bool wide)
    {
        _team = team;
        _wide = wide;
        _sharedLeft = new NativeBuffer<float>(ProductTiling.SharedLength);
        _sharedRight = new NativeBuffer<float>(ProductTiling.SharedLength);
        _private = new NativeBuffer<float>((long)team.Size * PrivateLength);
        _packItem = PackItem;
        _tileItem = TileItem;
    }


    /// <summary>The sum of m n k over all calls.</summary>
    internal long Multiplications { get; private set; }

    /// <summary>Multiplies.</summary>
    /// <param name="left">A, m lanes.</param>
    /// <param name="right">B, n lanes.</param>
    /// <param name="depth">k, at least 0.</param>
    /// <param name="targets">Where the product goes; no two overlap, and none overlaps an operand.</param>
    /// <param name="targetCount">Number of targets, at least 1.</param>
    /// <param name="stride">Elements from one row of a target to the next; columns are contiguous.</param>
    /// <param name="lowerOnly">True to write only elements on and below the diagonal.</param>
    internal void Multiply(in PackedOperand left, in PackedOperand right, int depth, ProductTarget* targets, int targetCount, nint stride, bool lowerOnly)
    {
        if (left.Lanes == 0 || right.Lanes == 0) return;
        Multiplications += (long)left.Lanes * right.Lanes * depth;
        _left = left;
        _right = right;
        _targets = targets;
        _targetCount = targetCount;
        _stride = stride;
        _lowerOnly = lowerOnly;
        _tiling = new ProductTiling(left.Lanes, right.Lanes, depth);
        for (_firstColumn = 0; _firstColumn < right.Lanes; _firstColumn += _tiling.ChunkColumns)
        {
            _chunkColumns = Math.Min(_tiling.ChunkColumns, right.Lanes - _firstColumn);
            // A product of depth 0 still scales C.
            _firstDepth = 0;
            do
            {
                _depth = Math.Min(_tiling.Depth, depth - _firstDepth);
                MultiplyRowChunks();
                _firstDepth += _tiling.Depth;
            }
            while (_firstDepth < depth);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sharedLeft.Dispose();
        _sharedRight.Dispose();
        _private.Dispose();
    }

    private void MultiplyRowChunks()
    {
        // B is packed together with the first rows that need it.
        int rightPackItems = _tiling.RightIsPrivate ? 0 : ProductTiling.Parts(_chunkColumns, GemmKernel.TileColumns * PanelsPerItem);
        for (_firstRow = 0; _firstRow < _left.Lanes; _firstRow += _tiling.ChunkRows)
        {
            _chunkRows = Math.Min(_tiling.ChunkRows, _left.Lanes - _firstRow);
            if (_lowerOnly && _firstColumn >= _firstRow + _chunkRows) continue;
            _leftPackItems = _tiling.LeftIsPrivate ? 0 : ProductTiling.Parts(_chunkRows, GemmKernel.TileRows * PanelsPerItem);
            if (_leftPackItems + rightPackItems > 0) _team.Run(_leftPackItems + rightPackItems, _packItem);
            rightPackItems = 0;
            _team.Run(ProductTiling.Parts(_chunkRows, _tiling.TileRows) * ProductTiling.Parts(_chunkColumns, _tiling.TileColumns), _tileItem);
        }
    }

    private void PackItem(int worker, int item)
    {
        if (item < _leftPackItems)
        {
            const int lanes = GemmKernel.TileRows * PanelsPerItem;
            int first = item * lanes;
            PanelPacker.Pack(_left, _firstRow + first, Math.Min(lanes, _chunkRows - first), _firstDepth, _depth, GemmKernel.TileRows,
                _sharedLeft.Pointer + (nint)first * _depth);
        }
        else
        {
            const int lanes = GemmKernel.TileColumns * PanelsPerItem;
            int first = (item - _leftPackItems) * lanes;
            PanelPacker.Pack(_right, _firstColumn + first, Math.Min(lanes, _chunkColumns - first), _firstDepth, _depth, GemmKernel.TileColumns,
                _sharedRight.Pointer + (nint)first * _depth);
        }
    }

    private void TileItem(int worker, int item)
    {
        int tilesAcross = ProductTiling.Parts(_chunkColumns, _tiling.TileColumns);
        int row = item / tilesAcross * _tiling.TileRows;
        int column = item % tilesAcross * _tiling.TileColumns;
        int rows = Math.Min(_tiling.TileRows, _chunkRows - row);
        int columns = Math.Min(_tiling.TileColumns, _chunkColumns - column);
        if (_lowerOnly && _firstColumn + column >= _firstRow + row + rows) return;
        float* left = _sharedLeft.Pointer + (nint)row * _depth;
        float* right = _sharedRight.Pointer + (nint)column * _depth;
        float* own = _private.Pointer + (nint)worker * PrivateLength;
        float* scratch = own + PrivateLength - GemmKernel.TileLength;
        if (_tiling.LeftIsPrivate)
        {
            left = own;
            PanelPacker.Pack(_left, _firstRow + row, rows, _firstDepth, _depth, GemmKernel.TileRows, left);
        }
        else if (_tiling.RightIsPrivate)
        {
            right = own;
            PanelPacker.Pack(_right, _firstColumn + column, columns, _firstDepth, _depth, GemmKernel.TileColumns, right);
        }

        MultiplyTile(left, _firstRow + row, rows, right, _firstColumn + column, columns, scratch);
    }

    private void MultiplyTile(float* left, int firstRow, int rows, float* right, int firstColumn, int columns, float* scratch)
    {
        for (int j = 0; j < columns; j += GemmKernel.TileColumns)
        {
            for (int i = 0; i < rows; i += GemmKernel.TileRows)
            {
                int row = firstRow + i, column = firstColumn + j;
                if (_lowerOnly && column >= row + GemmKernel.TileRows) continue;
                float* a = left + (nint)i * _depth;
                float* b = right + (nint)j * _depth;
                bool isWhole = rows - i >= GemmKernel.TileRows && columns - j >= GemmKernel.TileColumns
                    && !(_lowerOnly && column + GemmKernel.TileColumns - 1 > row);
                if (isWhole && _targetCount == 1)
                {
                    GemmKernel.Prefetch(TargetAt(0, row, column), _stride);
                    GemmKernel.Multiply(a, b, _depth, TargetAt(0, row, column), _stride, _targets->Alpha, BetaOf(0), _wide);
                    continue;
                }

                for (int t = 0; t < _targetCount; t++) GemmKernel.PrefetchFar(TargetAt(t, row, column), _stride);
                GemmKernel.Multiply(a, b, _depth, scratch, GemmKernel.TileColumns, alpha: 1.0f, beta: 0.0f, _wide);
                Distribute(scratch, row, Math.Min(GemmKernel.TileRows, rows - i), column, Math.Min(GemmKernel.TileColumns, columns - j));
            }
        }
    }

    /// <summary>Adds a computed tile to every target, within the edges and the diagonal.</summary>
    private void Distribute(float* scratch, int row, int rows, int column, int columns)
    {
        for (int t = 0; t < _targetCount; t++)
        {
            float* target = TargetAt(t, row, column);
            float alpha = _targets[t].Alpha, beta = BetaOf(t);
            if (rows == GemmKernel.TileRows && columns == GemmKernel.TileColumns && !(_lowerOnly && column + columns - 1 > row))
                TileSums.AddWhole(scratch, alpha, beta, target, _stride);
            else
                TileSums.AddPart(scratch, alpha, beta, target, _stride, rows, columns, _lowerOnly ? row - column : columns);
        }
    }

    private float* TargetAt(int target, int row, int column) => _targets[target].Pointer + row * _stride + column;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float BetaOf(int target) => _firstDepth == 0 ? _targets[target].Beta : 1.0f;
}
