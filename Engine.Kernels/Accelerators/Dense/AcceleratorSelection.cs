namespace Engine.Kernels;

/// <summary>The pairs of rows whose inner product lies above a threshold: scores of some rows at a time, counted, then written in order.</summary>
/// <param name="device">Where it runs.</param>
/// <param name="scoreLength">Scores held at a time, at least as far as one row allows.</param>
internal sealed class AcceleratorSelection(AcceleratorDevice device, int scoreLength = AcceleratorSelection.DefaultScoreLength)
{
    // 64 MiB: enough rows to fill any device, and little beside what it has.
    private const int DefaultScoreLength = 1 << 24;

    private readonly TileProductKernel<AllTiles> _product = new(device);
    private readonly SegmentCountKernel _count = new(device);
    private readonly ExclusiveScan _scan = new(device);
    private readonly RowOffsetKernel _offsets = new(device);
    private readonly HitWriteKernel _write = new(device);

    /// <summary>Selects; see <see cref="DenseOperations.SelectAbove"/>.</summary>
    public long Select(MatrixView weights, MatrixView samples, float threshold, CsrView hits) => Collect(
        hits, threshold, (row, rows, scores) => _product.Run(
            new AllTiles(rows, hits.Columns, TileProductKernel<AllTiles>.Tile), alpha: 1, weights.Block(row, 0, rows, weights.Columns), samples.Transposed, beta: 0, scores));

    /// <summary>Selects among scores that a caller computes.</summary>
    /// <param name="hits">Receives the hits.</param>
    /// <param name="threshold">Strict.</param>
    /// <param name="compute">Writes the scores of some rows, given the first of them and their number; NaN where there is no hit.</param>
    /// <returns>Number of hits.</returns>
    public long Collect(CsrView hits, float threshold, Action<int, int, MatrixView> compute)
    {
        Span<long> total = [0];
        hits.Offsets.Slice(0, 1).CopyFrom(total);
        if (hits.Rows == 0) return 0;
        int n = hits.Columns, part = Math.Clamp(scoreLength / Math.Max(1, n), 1, hits.Rows);
        long most = (long)part * n;
        using Rented<float> scores = device.Workspace.Rent<float>(most);
        using Rented<int> counts = device.Workspace.Rent<int>(SegmentCountKernel.Segments(most));
        using Rented<long> before = device.Workspace.Rent<long>(n == 0 ? 0 : counts.View.Length + 1);
        for (int row = 0; row < hits.Rows; row += part)
        {
            int rows = Math.Min(part, hits.Rows - row);
            long segments = SegmentCountKernel.Segments((long)rows * n);
            VectorView<long> offsets = hits.Offsets.Slice(row, rows + 1), earlier = before.View.Slice(0, n == 0 ? 0 : segments + 1);
            VectorView<float> these = scores.View.Slice(0, (long)rows * n);
            if (n > 0)
            {
                VectorView<int> some = counts.View.Slice(0, segments);
                compute(row, rows, new MatrixView(these.Array!, these.Start, rows, n, n));
                _count.Run(these, threshold, some);
                _scan.Run(some, earlier);
            }

            _offsets.Run(these, n, threshold, earlier, offsets);
            if (n > 0) _write.Run(these, n, threshold, earlier, offsets, hits.Ids, hits.Values);
        }

        hits.Offsets.Slice(hits.Rows, 1).CopyTo(total);
        return total[0];
    }
}
