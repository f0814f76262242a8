namespace Engine.Kernels;

/// <summary>Applies a sparse sign matrix given by the codes of its columns: what CountSketch and SparseSignSketch have in common.</summary>
/// <remarks>
/// Every result is one chain of rounded additions in the order of the columns, times 1/√q at the end, however the vectors are grouped. Dense vectors
/// go 16 at a time, so that one non-zero is one vector addition.
/// </remarks>
internal sealed unsafe class SignedScatter : IDisposable
{
    // 128 KiB of codes, and enough elements of each vector among their columns to be worth the visit.
    private const int RangeCodes = 1 << 15, LeastPerRange = 16;

    private readonly ColumnCodes _codes;
    private readonly BatchLaunch _launch;
    private readonly ScatterScratch[] _scratch;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _nonZeros;
    private readonly float _scale;
    private int _group;

    public SignedScatter(SketchDistribution distribution, IColumnCodes codes, WorkerTeam team, long storedLimit = ColumnCodes.StoredLimit)
    {
        _rows = distribution.Rows;
        _columns = distribution.Columns;
        _nonZeros = distribution.NonZeros;
        _scale = (float)(1 / Math.Sqrt(_nonZeros));
        _codes = new ColumnCodes(codes, _columns, _nonZeros, team, storedLimit);
        _launch = new BatchLaunch(team, Scatter);
        _scratch = new ScatterScratch[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new ScatterScratch(_rows);
    }

    public void Apply(VectorBatch vectors, Span<float> result)
    {
        // Sparse vectors share nothing but the codes in the cache: rather smaller groups than idle threads.
        _group = vectors.IsSparse ? Math.Clamp(vectors.Count / (4 * _scratch.Length), 1, Lanes.Width) : Lanes.Width;
        _launch.Run(vectors, _columns, result, _rows, (vectors.Count + _group - 1) / _group);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _codes.Dispose();
        foreach (ScatterScratch scratch in _scratch) scratch.Dispose();
    }

    private void Scatter(int worker, int item)
    {
        BatchView vectors = _launch.Left;
        int first = item * _group;
        if (vectors.IsSparse) ScatterSparse(vectors, first, Math.Min(_group, vectors.Count - first), worker);
        else if (vectors.Count - first >= Lanes.Width) ScatterGroup(vectors, first, worker);
        else ScatterSingly(vectors, first, worker);
    }

    private void ScatterGroup(BatchView vectors, int first, int worker)
    {
        ScatterScratch scratch = _scratch[worker];
        scratch.ClearSums();
        for (int column = 0; column < _columns; column += CodeTable.Columns)
        {
            int count = Math.Min(CodeTable.Columns, _columns - column);
            uint* codes = _codes.Of(worker, column, count);
            ScatterKernel.AddGroup(vectors.Values(first) + column, vectors.Length, count, codes, _nonZeros, scratch.Block, scratch.Sums);
        }

        ScatterKernel.Separate(scratch.Sums, _rows, _scale, _launch.Result + (long)first * _rows);
    }

    // Fewer vectors than lanes; they still share the codes.
    private void ScatterSingly(BatchView vectors, int first, int worker)
    {
        Span<float> results = new(_launch.Result + (long)first * _rows, (vectors.Count - first) * _rows);
        results.Clear();
        for (int column = 0; column < _columns; column += CodeTable.Columns)
        {
            int count = Math.Min(CodeTable.Columns, _columns - column);
            uint* codes = _codes.Of(worker, column, count);
            for (int i = first; i < vectors.Count; i++)
                ScatterKernel.Add(vectors.Values(i) + column, count, codes, _nonZeros, _launch.Result + (long)i * _rows);
        }

        ResultScale.Multiply(results, _scale);
    }

    private void ScatterSparse(BatchView vectors, int first, int count, int worker)
    {
        Span<float> results = new(_launch.Result + (long)first * _rows, count * _rows);
        results.Clear();
        if (_codes.Stored != null) LookUp(vectors, first, count, _scratch[worker].Cursors);
        else
        {
            for (int i = first; i < first + count; i++) Draw(vectors, i, worker);
        }

        ResultScale.Multiply(results, _scale);
    }

    // The vectors go together from range to range of columns, whose codes stay in the cache. Elements keep their order whatever it is: a
    // vector waits at the first that lies outside the range, and in the end takes the rest in one go.
    private void LookUp(BatchView vectors, int first, int count, long* cursors)
    {
        new Span<long>(cursors, count).Clear();
        int range = Math.Max(1, RangeCodes / _nonZeros);
        long stored = vectors.Values(first + count) - vectors.Values(first);
        if (stored >= (long)LeastPerRange * count * (_columns / range))
        {
            for (long column = 0; column < _columns; column += range)
            {
                for (int l = 0; l < count; l++) LookUp(vectors, first + l, (int)column, range, ref cursors[l]);
            }
        }

        for (int l = 0; l < count; l++) LookUp(vectors, first + l, 0, _columns, ref cursors[l]);
    }

    private void LookUp(BatchView vectors, int i, int firstColumn, int columns, ref long cursor) => cursor += ScatterKernel.AddSparse(
        vectors.Values(i) + cursor, vectors.Ids(i) + cursor, vectors.Stored(i) - cursor, firstColumn, columns, _codes.Stored, _nonZeros, _launch.Result + (long)i * _rows);

    private void Draw(BatchView vectors, int i, int worker)
    {
        float* values = vectors.Values(i);
        int* ids = vectors.Ids(i);
        long stored = vectors.Stored(i);
        for (long e = 0; e < stored; e++) ScatterKernel.Add(values + e, 1, _codes.Of(worker, ids[e], 1), _nonZeros, _launch.Result + (long)i * _rows);
    }
}
