using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The pairs of rows whose inner product lies above a threshold, by the packed product: scores leave the first-level cache only when they hit.</summary>
/// <remarks>
/// Samples are packed once. An item packs its weights, and multiplies each panel of 12 of them with a block of samples that stays in the second-level
/// cache; the 12 rows of scores are then compared and compressed. Every score is one chain of fused multiply-adds over the whole depth.
/// </remarks>
internal sealed unsafe class DenseSelection : IHitSource, IDisposable
{
    private const int PanelsPerItem = 8;
    private const int MaximumItemRows = 20 * GemmKernel.TileRows;

    // 12 rows of scores of this length take half of a first-level cache of 48 KiB.
    private const int MaximumBlockColumns = 512;

    // A block of samples takes a quarter of a second-level cache of 1 MiB, the packed weights up to half of it.
    private const int BlockLength = 1 << 16;

    private readonly HostDevice _device;
    private readonly HitCollector _collector;
    private readonly GrowingBuffer<float> _samples;
    private readonly GrowingBuffer<float> _private;
    private readonly Action<int, int> _packItem;
    private PackedOperand _weights;
    private PackedOperand _columns;
    private float _threshold;
    private int _depth;
    private int _itemRows;
    private int _blockColumns;
    private nint _privateLength;

    public DenseSelection(HostDevice device)
    {
        _device = device;
        _collector = new HitCollector(device, this);
        _samples = new GrowingBuffer<float>(device.Memory);
        _private = new GrowingBuffer<float>(device.Memory);
        _packItem = PackItem;
    }

    /// <summary>Selects; see <see cref="DenseOperations.SelectAbove"/>.</summary>
    public long Select(MatrixView weights, MatrixView samples, float threshold, CsrView hits)
    {
        PackTerm left = new(weights.Pointer, coefficient: 1.0f), right = new(samples.Pointer, coefficient: 1.0f);
        _weights = new PackedOperand { Terms = &left, TermCount = 1, LaneStep = weights.RowStep, DepthStep = weights.ColumnStep, Lanes = weights.Rows };
        _columns = new PackedOperand { Terms = &right, TermCount = 1, LaneStep = samples.RowStep, DepthStep = samples.ColumnStep, Lanes = samples.Rows };
        _threshold = threshold;
        _depth = weights.Columns;
        Plan();
        int padded = ProductTiling.RoundUp(samples.Rows, GemmKernel.TileColumns);
        _samples.Reserve((long)padded * _depth);
        _private.Reserve(_privateLength * _device.Team.Size);
        _device.Team.Run(ProductTiling.Parts(samples.Rows, GemmKernel.TileColumns * PanelsPerItem), _packItem);
        long count = _collector.Collect(_itemRows, hits);
        GC.KeepAlive(weights.Owner);
        GC.KeepAlive(samples.Owner);
        return count;
    }

    /// <inheritdoc/>
    public void Select(int worker, int firstRow, int rows, FoundHits hits)
    {
        float* scores = _private.Pointer + worker * _privateLength;
        float* panels = scores + GemmKernel.TileRows * _blockColumns;
        PanelPacker.Pack(_weights, firstRow, rows, firstDepth: 0, _depth, GemmKernel.TileRows, panels);
        for (int column = 0; column < _columns.Lanes; column += _blockColumns)
        {
            int columns = Math.Min(_blockColumns, _columns.Lanes - column);
            for (int row = 0; row < rows; row += GemmKernel.TileRows)
            {
                Multiply(panels + (nint)row * _depth, _samples.Pointer + (nint)column * _depth, columns, scores);
                hits.Reserve((long)GemmKernel.TileRows * columns, GemmKernel.TileRows);
                for (int r = 0; r < Math.Min(GemmKernel.TileRows, rows - row); r++)
                    hits.EndRow(Compress(scores + r * _blockColumns, columns, column, _threshold, hits.NextId, hits.NextValue));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _collector.Dispose();
        _samples.Dispose();
        _private.Dispose();
    }

    /// <summary>Appends the scores above a threshold, in order.</summary>
    /// <returns>Their number.</returns>
    /// <remarks>Without a branch: which groups of 16 hold a hit cannot be predicted.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Compress(float* scores, int columns, int firstColumn, float threshold, int* ids, float* values)
    {
        Vector512<float> bound = Vector512.Create(threshold);
        Vector512<int> lanes = Vector512.Create(firstColumn) + Vector512<int>.Indices, step = Vector512.Create(Lanes.Width);
        int kept = 0;
        for (int j = 0; j < columns; j += Lanes.Width, lanes += step)
        {
            Vector512<float> z = Vector512.LoadAligned(scores + j), above = Vector512.GreaterThan(z, bound);
            Lanes.Compress(lanes, above, ids + kept);
            kept += Lanes.Compress(z, above, values + kept);
        }

        return kept;
    }

    private void Plan()
    {
        int depth = Math.Max(1, _depth);
        _itemRows = Math.Clamp(ProductTiling.BlockLength / depth / GemmKernel.TileRows * GemmKernel.TileRows, GemmKernel.TileRows, MaximumItemRows);
        _blockColumns = Math.Clamp(BlockLength / depth / GemmKernel.TileColumns * GemmKernel.TileColumns, GemmKernel.TileColumns, MaximumBlockColumns);
        // Each worker's scores begin on a cache line.
        _privateLength = GemmKernel.TileRows * _blockColumns + ProductTiling.RoundUp(_itemRows * _depth, Lanes.Width);
    }

    private void PackItem(int worker, int item)
    {
        const int lanes = GemmKernel.TileColumns * PanelsPerItem;
        int first = item * lanes;
        PanelPacker.Pack(_columns, first, Math.Min(lanes, _columns.Lanes - first), firstDepth: 0, _depth, GemmKernel.TileColumns,
            _samples.Pointer + (nint)first * _depth);
    }

    private void Multiply(float* panel, float* samples, int columns, float* scores)
    {
        bool wide = Vector512.IsHardwareAccelerated;
        for (int j = 0; j < columns; j += GemmKernel.TileColumns)
            GemmKernel.Multiply(panel, samples + (nint)j * _depth, _depth, scores + j, _blockColumns, alpha: 1.0f, beta: 0.0f, wide);
        // Columns that only fill up the last panel hit nothing.
        int end = ProductTiling.RoundUp(columns, GemmKernel.TileColumns);
        if (end == columns) return;
        for (int r = 0; r < GemmKernel.TileRows; r++) new Span<float>(scores + r * _blockColumns + columns, end - columns).Fill(float.NaN);
    }
}
