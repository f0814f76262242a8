using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>Applies a sparse sign matrix: what CountSketch and SparseSignSketch have in common.</summary>
/// <remarks>
/// Every result is one chain of rounded additions in the order of the columns, times 1/√q at the end, however the vectors are grouped. Dense vectors
/// go 16 at a time, so that one non-zero is one vector addition. Codes are computed by the first application and kept, 4 q N bytes, up to 64 MiB; a matrix with
/// more of them computes them whenever they are needed.
/// </remarks>
internal sealed unsafe class SignedScatter : IDisposable
{
    // 64 MiB of codes; a table that is larger would not pay for itself: its look-ups miss every cache.
    private const long TableCodes = 1 << 24;

    // Sums of several groups side by side, as far as the second-level cache goes, spare most of the reading, or drawing, of codes.
    private const int MostGroups = 4, CachedRows = 8192;

    private readonly WorkerTeam _team;
    private readonly IColumnCodes _codes;
    private readonly BatchLaunch _launch;
    private readonly ScatterScratch[] _scratch;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _nonZeros;
    private readonly float _scale;
    private readonly bool _isBlocked;
    private readonly int _groupsTogether;
    private NativeBuffer<uint>? _table;
    private int _groupsPerItem;
    private int _groupItems;

    public SignedScatter(SketchDistribution distribution, RngState state, WorkerTeam team)
    {
        _rows = distribution.Rows;
        _columns = distribution.Columns;
        _nonZeros = distribution.NonZeros;
        _scale = Scale(distribution);
        _codes = Codes(distribution, state);
        _isBlocked = distribution.Kind != SketchKind.SparseSign;
        _groupsTogether = Math.Clamp(CachedRows / _rows, 1, MostGroups);
        _team = team;
        _launch = new BatchLaunch(team, Scatter);
        _scratch = new ScatterScratch[team.Size];
        for (int t = 0; t < team.Size; t++) _scratch[t] = new ScatterScratch(_rows, _nonZeros, _groupsTogether);
    }

    /// <summary>1/√q.</summary>
    public static float Scale(SketchDistribution distribution) => (float)(1 / Math.Sqrt(distribution.NonZeros));

    /// <summary>Where the non-zeros of a sparse sign matrix are.</summary>
    public static IColumnCodes Codes(SketchDistribution distribution, RngState state) => distribution.Kind == SketchKind.SparseSign
        ? new DistinctCodes(state, distribution.Rows, distribution.NonZeros)
        : new BlockedCodes(state, distribution.Rows, distribution.NonZeros);

    public void Apply(VectorBatch vectors, Span<float> result) =>
        _launch.Run(vectors, _columns, result, _rows, Begin(vectors.Count, vectors.IsSparse));

    /// <summary>The same for vectors and results in native memory, their shapes checked.</summary>
    public void Apply(BatchView vectors, float* result, long resultStride) =>
        _launch.Run(vectors, default, result, resultStride, Begin(vectors.Count, vectors.IsSparse));

    /// <inheritdoc/>
    public void Dispose()
    {
        _table?.Dispose();
        foreach (ScatterScratch scratch in _scratch) scratch.Dispose();
    }

    private int Begin(int vectors, bool areSparse)
    {
        if (_table is null && (long)_columns * _nonZeros <= TableCodes) FillTable();
        if (areSparse) return vectors;

        // Whoever takes an item, the sums are the same.
        int groups = vectors / Lanes.Width;
        _groupsPerItem = Math.Clamp(groups / _team.Size, 1, _groupsTogether);
        _groupItems = (groups + _groupsPerItem - 1) / _groupsPerItem;
        return _groupItems + (vectors % Lanes.Width == 0 ? 0 : 1);
    }

    private void FillTable()
    {
        int blocks = (_columns + CodeTable.Columns - 1) / CodeTable.Columns;
        _table = new NativeBuffer<uint>((long)blocks * CodeTable.Columns * _nonZeros);
        _team.Run(blocks, FillTableBlock);
    }

    private void FillTableBlock(int worker, int block)
    {
        int first = block * CodeTable.Columns;
        CodeTable codes = _scratch[worker].Table;
        _codes.Fill(first, Math.Min(CodeTable.Columns, _columns - first), codes);
        long length = (long)CodeTable.Columns * _nonZeros;
        NativeMemory.Copy(codes.Codes, _table!.Pointer + block * length, (nuint)(length * sizeof(uint)));
    }

    /// <summary>The codes of a block of columns: from the table, or drawn.</summary>
    private uint* CodesOf(int column, int count, CodeTable table)
    {
        if (_table is not null) return _table.Pointer + (long)column * _nonZeros;
        _codes.Fill(column, count, table);
        return table.Codes;
    }

    private void Scatter(int worker, int item)
    {
        BatchView vectors = _launch.Left;
        if (vectors.IsSparse)
        {
            ScatterSparse(vectors, item, _scratch[worker]);
            return;
        }

        int group = item * _groupsPerItem;
        if (item < _groupItems) ScatterGroups(vectors, group, Math.Min(_groupsPerItem, vectors.Count / Lanes.Width - group), _scratch[worker]);
        else ScatterSingly(vectors, vectors.Count / Lanes.Width * Lanes.Width, _scratch[worker]);
    }

    private void ScatterGroups(BatchView vectors, int firstGroup, int groups, ScatterScratch scratch)
    {
        scratch.ClearSums();
        float* first = vectors.Values(firstGroup * Lanes.Width);
        long groupStride = Lanes.Width * vectors.Stride;
        for (int column = 0; column < _columns; column += CodeTable.Columns)
        {
            int count = Math.Min(CodeTable.Columns, _columns - column);
            uint* codes = CodesOf(column, count, scratch.Table);
            for (int g = 0; g < groups; g++)
            {
                ScatterKernel.Interleave(first + g * groupStride + column, vectors.Stride, count, scratch.Interleaved);
                AddBlock(scratch, codes, count, scratch.Sums(g));
            }
        }

        for (int g = 0; g < groups; g++)
            ScatterKernel.Separate(scratch.Sums(g), _rows, _scale, _launch.Row((firstGroup + g) * (long)Lanes.Width), _launch.ResultStride);
    }

    /// <summary>Adds a block of columns of one group.</summary>
    /// <remarks>
    /// Non-zero t of blocked columns has rows of its own: all columns of one t before the next keep the order of every sum, and s/q rows stay in the
    /// first-level cache where s would not.
    /// </remarks>
    private void AddBlock(ScatterScratch scratch, uint* codes, int count, float* sums)
    {
        if (_isBlocked)
        {
            for (int t = 0; t < _nonZeros; t++) ScatterKernel.AddLanes(scratch.Interleaved, codes + t * CodeTable.Columns, count, sums);
        }
        else
        {
            ScatterKernel.AddLanes(scratch.Interleaved, codes, count, _nonZeros, sums);
        }
    }

    // Fewer vectors than lanes; they still share the computed codes.
    private void ScatterSingly(BatchView vectors, int first, ScatterScratch scratch)
    {
        for (int i = first; i < vectors.Count; i++) Result(i).Clear();
        for (int column = 0; column < _columns; column += CodeTable.Columns)
        {
            int count = Math.Min(CodeTable.Columns, _columns - column);
            uint* codes = CodesOf(column, count, scratch.Table);
            for (int i = first; i < vectors.Count; i++)
                ScatterKernel.Add(vectors.Values(i) + column, codes, count, _nonZeros, _launch.Row(i));
        }

        for (int i = first; i < vectors.Count; i++) ResultScale.Multiply(Result(i), _scale);
    }

    private void ScatterSparse(BatchView vectors, int i, ScatterScratch scratch)
    {
        Result(i).Clear();
        float* values = vectors.Values(i);
        int* ids = vectors.Ids(i);
        long stored = vectors.Stored(i);
        if (_table is not null)
        {
            ScatterKernel.AddStored(values, ids, stored, _table.Pointer, _nonZeros, _launch.Row(i));
            ResultScale.Multiply(Result(i), _scale);
            return;
        }

        for (long e = 0; e < stored; e++)
        {
            _codes.Fill(ids[e], 1, scratch.Table);
            ScatterKernel.Add(values + e, scratch.Table.Codes, 1, _nonZeros, _launch.Row(i));
        }

        ResultScale.Multiply(Result(i), _scale);
    }

    private Span<float> Result(int i) => new(_launch.Row(i), _rows);
}
