using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The pairs of rows whose inner product lies above a threshold, by integer products of 8 bits that drop most pairs.</summary>
/// <remarks>
/// Six rows of weights are multiplied with a block of samples; the sums are compared with their bounds and the pairs that remain compressed, row by row,
/// as in <see cref="DenseSelection"/>; then their scores are computed, and those above the threshold kept.
/// </remarks>
internal sealed unsafe class ScreenedSelection : IHitSource, IDisposable
{
    private const int ItemRows = 40 * ByteProduct.TileRows;

    // A block of codes takes a quarter of a second-level cache of 1 MiB; six rows of sums three quarters of a first-level cache of 48 KiB. Longer
    // blocks leave fewer quads of pairs unfilled.
    private const int BlockBytes = 1 << 18;
    private const int MaximumBlockColumns = 1536;

    private readonly HostDevice _device;
    private readonly HitCollector _collector;
    private readonly ScreenedSamples _samples;
    private readonly ScreeningScratch[] _workers;
    private ScreenBounds _bounds;
    private MatrixView _weights;
    private float* _rows;
    private int* _codes;
    private QuantisedRow* _rowBounds;
    private float _threshold;
    private int _columns;
    private int _blockColumns;
    private int _words;

    public ScreenedSelection(HostDevice device)
    {
        _device = device;
        _collector = new HitCollector(device, this);
        _samples = new ScreenedSamples(device);
        _workers = new ScreeningScratch[device.Team.Size];
        for (int w = 0; w < _workers.Length; w++) _workers[w] = new ScreeningScratch(device.Memory);
    }

    /// <summary>Selects; see <see cref="DenseOperations.ScreenedSelectAbove"/>.</summary>
    public ScreenedCount Select(QuantisedRows weights, MatrixView samples, float threshold, CsrView hits)
    {
        _weights = weights.Rows;
        _rows = _weights.Pointer;
        _codes = HostMemory.Of(weights.Codes).Pointer;
        _rowBounds = HostMemory.Of(weights.Bounds).Pointer;
        _threshold = threshold;
        _columns = samples.Rows;
        _words = QuantisedRow.Words(samples.Columns);
        int wanted = BlockBytes / sizeof(int) / Math.Max(1, _words) / ByteProduct.TileColumns * ByteProduct.TileColumns;
        _blockColumns = Math.Clamp(wanted, ByteProduct.TileColumns, MaximumBlockColumns);
        _bounds = _samples.Load(samples, threshold, weights.LargestError);
        long gathered = _weights.ColumnStep == 1 ? 0 : (long)ByteProduct.TileRows * _weights.Columns;
        foreach (ScreeningScratch worker in _workers) worker.Begin(_blockColumns, gathered);
        long count = _collector.Collect(ItemRows, hits), rechecked = 0;
        foreach (ScreeningScratch worker in _workers) rechecked += worker.Rechecked;
        GC.KeepAlive(weights);
        GC.KeepAlive(_weights.Owner);
        GC.KeepAlive(samples.Owner);
        return new ScreenedCount(count, rechecked);
    }

    /// <inheritdoc/>
    public void Select(int worker, int firstRow, int rows, FoundHits hits)
    {
        for (int column = 0; column < _columns; column += _blockColumns)
        {
            int columns = Math.Min(_blockColumns, _columns - column);
            for (int row = 0; row < rows; row += ByteProduct.TileRows)
                SelectTile(_workers[worker], firstRow + row, Math.Min(ByteProduct.TileRows, rows - row), column, columns, hits);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _collector.Dispose();
        _samples.Dispose();
        foreach (ScreeningScratch worker in _workers) worker.Dispose();
    }

    private void SelectTile(ScreeningScratch scratch, int firstRow, int rows, int column, int columns, FoundHits hits)
    {
        int* counts = stackalloc int[ByteProduct.TileRows], starts = stackalloc int[ByteProduct.TileRows];
        // Codes are followed by rows of zeros: a last tile may reach beyond the matrix.
        for (int r = 0; r < ByteProduct.TileRows; r++) starts[r] = r < rows ? _bounds.Start(_rowBounds[firstRow + r]) : 0;
        int* panels = _samples.Panels + (nint)column * _words;
        for (int j = 0; j < columns; j += ByteProduct.TileColumns)
            ByteProduct.Multiply(_codes + (nint)firstRow * _words, _words, panels + (nint)j * _words, _words, starts, scratch.Sums + j, _blockColumns);
        int pairs = 0;
        for (int r = 0; r < rows; r++)
        {
            float bound = _bounds.RowThreshold(_rowBounds[firstRow + r]);
            counts[r] = Screen(scratch.Sums + r * _blockColumns, columns, column, bound, _samples.Factors + column, _samples.Allowances + column, scratch.Ids + pairs);
            scratch.Rechecked += counts[r];
            pairs = FillQuads(scratch, pairs, counts[r], Row(scratch, firstRow, r));
        }

        int quads = FillGroup(scratch, pairs / ExactScores.Quad);
        ExactScores.Compute(scratch.Weights, quads, _samples.Rows, _samples.Stride, scratch.Ids, _weights.Columns, scratch.Scores);
        hits.Reserve((long)rows * columns, rows);
        int first = 0;
        for (int r = 0; r < rows; r++)
        {
            hits.EndRow(Keep(scratch.Scores + first, scratch.Ids + first, counts[r], _threshold, hits.NextId, hits.NextValue));
            first += (counts[r] + ExactScores.Quad - 1) / ExactScores.Quad * ExactScores.Quad;
        }
    }

    /// <summary>Ends a row's pairs to recheck: fills up its last quad with pairs that nobody reads, and names its row.</summary>
    /// <returns>Where the next row's pairs begin.</returns>
    private static int FillQuads(ScreeningScratch scratch, int first, int count, float* row)
    {
        int end = (first + count + ExactScores.Quad - 1) / ExactScores.Quad * ExactScores.Quad;
        for (int pair = first + count; pair < end; pair++) scratch.Ids[pair] = 0;
        for (int quad = first / ExactScores.Quad; quad < end / ExactScores.Quad; quad++) scratch.Weights[quad] = row;
        return end;
    }

    /// <summary>Fills up the last group of quads with the first quad.</summary>
    /// <returns>Quads, whole groups.</returns>
    private static int FillGroup(ScreeningScratch scratch, int quads)
    {
        for (; quads % ExactScores.Group != 0; quads++)
        {
            scratch.Weights[quads] = scratch.Weights[0];
            for (int pair = 0; pair < ExactScores.Quad; pair++) scratch.Ids[quads * ExactScores.Quad + pair] = scratch.Ids[pair];
        }

        return quads;
    }

    /// <summary>A row of the tile, contiguous.</summary>
    private float* Row(ScreeningScratch scratch, int firstRow, int row)
    {
        float* source = _rows + (firstRow + row) * _weights.RowStep;
        if (_weights.ColumnStep == 1) return source;
        float* gathered = scratch.Rows + (nint)row * _weights.Columns;
        for (int k = 0; k < _weights.Columns; k++) gathered[k] = source[k * _weights.ColumnStep];
        return gathered;
    }

    /// <summary>Lists the pairs of a row that its bounds do not drop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Screen(int* sums, int columns, int firstColumn, float threshold, float* factors, float* allowances, int* ids)
    {
        Vector512<float> bound = Vector512.Create(threshold);
        Vector512<int> lanes = Vector512.Create(firstColumn) + Vector512<int>.Indices, step = Vector512.Create(Lanes.Width);
        int kept = 0;
        for (int j = 0; j < columns; j += Lanes.Width, lanes += step)
        {
            Vector512<float> limit = Vector512.FusedMultiplyAdd(bound, Vector512.LoadAligned(factors + j), -Vector512.LoadAligned(allowances + j));
            Vector512<float> open = Vector512.GreaterThan(Vector512.ConvertToSingle(Vector512.LoadAligned(sums + j)), limit);
            kept += Lanes.Compress(lanes, open, ids + kept);
        }

        return kept;
    }

    /// <summary>Appends the pairs whose score is above the threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Keep(float* scores, int* pairs, int count, float threshold, int* ids, float* values)
    {
        Vector512<float> bound = Vector512.Create(threshold);
        Vector512<int> lanes = Vector512<int>.Indices;
        int kept = 0;
        for (int e = 0; e < count; e += Lanes.Width)
        {
            Vector512<float> z = Vector512.Load(scores + e);
            Vector512<float> above = Vector512.GreaterThan(z, bound) & Vector512.LessThan(lanes, Vector512.Create(count - e)).AsSingle();
            Lanes.Compress(Vector512.Load(pairs + e), above, ids + kept);
            kept += Lanes.Compress(z, above, values + kept);
        }

        return kept;
    }
}
