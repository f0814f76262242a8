namespace Engine.Kernels;

/// <summary>Applies a sparse sign matrix whose columns are computed on the fly: what CountSketch and SparseSignSketch have in common.</summary>
/// <remarks>
/// Every result is one chain of rounded additions in the order of the columns, times 1/√q at the end, however the vectors are grouped. Dense vectors
/// go 16 at a time, so that one non-zero is one vector addition.
/// </remarks>
internal sealed unsafe class SignedScatter : IDisposable
{
    private readonly IColumnCodes _codes;
    private readonly BatchLaunch _launch;
    private readonly ScatterScratch[] _scratch;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _nonZeros;
    private readonly float _scale;

    public SignedScatter(SketchDistribution distribution, RngState state, WorkerTeam team)
    {
        _rows = distribution.Rows;
        _columns = distribution.Columns;
        _nonZeros = distribution.NonZeros;
        _scale = Scale(distribution);
        _codes = Codes(distribution, state);
        _launch = new BatchLaunch(team, Scatter);
        _scratch = new ScatterScratch[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new ScatterScratch(_rows, _nonZeros);
    }

    /// <summary>1/√q.</summary>
    public static float Scale(SketchDistribution distribution) => (float)(1 / Math.Sqrt(distribution.NonZeros));

    /// <summary>Where the non-zeros of a sparse sign matrix are.</summary>
    public static IColumnCodes Codes(SketchDistribution distribution, RngState state) => distribution.Kind == SketchKind.SparseSign
        ? new DistinctCodes(state, distribution.Rows, distribution.NonZeros)
        : new BlockedCodes(state, distribution.Rows, distribution.NonZeros);

    public void Apply(VectorBatch vectors, Span<float> result) =>
        _launch.Run(vectors, _columns, result, _rows, Items(vectors.Count, vectors.IsSparse));

    /// <summary>The same for vectors and results in native memory, their shapes checked.</summary>
    public void Apply(BatchView vectors, float* result, long resultStride) =>
        _launch.Run(vectors, default, result, resultStride, Items(vectors.Count, vectors.IsSparse));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ScatterScratch scratch in _scratch) scratch.Dispose();
    }

    private static int Items(int vectors, bool areSparse) => areSparse ? vectors : (vectors + Lanes.Width - 1) / Lanes.Width;

    private void Scatter(int worker, int item)
    {
        BatchView vectors = _launch.Left;
        if (vectors.IsSparse)
        {
            ScatterSparse(vectors, item, _scratch[worker]);
            return;
        }

        int first = item * Lanes.Width;
        if (vectors.Count - first >= Lanes.Width) ScatterGroup(vectors, first, _scratch[worker]);
        else ScatterSingly(vectors, first, _scratch[worker]);
    }

    private void ScatterGroup(BatchView vectors, int first, ScatterScratch scratch)
    {
        scratch.ClearSums();
        for (int column = 0; column < _columns; column += CodeTable.Columns)
        {
            int count = Math.Min(CodeTable.Columns, _columns - column);
            _codes.Fill(column, count, scratch.Table);
            ScatterKernel.Interleave(vectors.Values(first) + column, vectors.Stride, count, scratch.Interleaved);
            ScatterKernel.AddLanes(scratch.Interleaved, scratch.Table.Codes, count, _nonZeros, scratch.Sums);
        }

        ScatterKernel.Separate(scratch.Sums, _rows, _scale, _launch.Row(first), _launch.ResultStride);
    }

    // Fewer vectors than lanes; they still share the computed codes.
    private void ScatterSingly(BatchView vectors, int first, ScatterScratch scratch)
    {
        for (int i = first; i < vectors.Count; i++) Result(i).Clear();
        for (int column = 0; column < _columns; column += CodeTable.Columns)
        {
            int count = Math.Min(CodeTable.Columns, _columns - column);
            _codes.Fill(column, count, scratch.Table);
            for (int i = first; i < vectors.Count; i++)
                ScatterKernel.Add(vectors.Values(i) + column, scratch.Table.Codes, count, _nonZeros, _launch.Row(i));
        }

        for (int i = first; i < vectors.Count; i++) ResultScale.Multiply(Result(i), _scale);
    }

    private void ScatterSparse(BatchView vectors, int i, ScatterScratch scratch)
    {
        Result(i).Clear();
        float* values = vectors.Values(i);
        int* ids = vectors.Ids(i);
        long stored = vectors.Stored(i);
        for (long e = 0; e < stored; e++)
        {
            _codes.Fill(ids[e], 1, scratch.Table);
            ScatterKernel.Add(values + e, scratch.Table.Codes, 1, _nonZeros, _launch.Row(i));
        }

        ResultScale.Multiply(Result(i), _scale);
    }

    private Span<float> Result(int i) => new(_launch.Row(i), _rows);
}
