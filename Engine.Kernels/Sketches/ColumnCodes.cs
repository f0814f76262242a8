namespace Engine.Kernels;

/// <summary>The codes of all columns, column by column: stored up to a limit of memory, computed whenever they are needed beyond it.</summary>
/// <remarks>A stored element of a sparse vector needs the codes of one column: looking them up costs a load, drawing them alone a Philox block each.</remarks>
internal sealed unsafe class ColumnCodes : IDisposable
{
    /// <summary>Most codes to store: 256 MiB.</summary>
    public const long StoredLimit = 1L << 26;

    private readonly IColumnCodes _source;
    private readonly int _columns;
    private readonly int _nonZeros;
    private readonly CodeTable[] _tables;
    private readonly NativeBuffer<uint>[] _computed = [];
    private readonly NativeBuffer<uint>? _stored;

    /// <summary>Computes the codes if they are to be stored, shared among the team.</summary>
    /// <param name="source">Where codes come from.</param>
    /// <param name="columns">N.</param>
    /// <param name="nonZeros">q.</param>
    /// <param name="team">One table for each of its workers.</param>
    /// <param name="limit">Most codes to store.</param>
    public ColumnCodes(IColumnCodes source, int columns, int nonZeros, WorkerTeam team, long limit)
    {
        _source = source;
        _columns = columns;
        _nonZeros = nonZeros;
        _tables = new CodeTable[team.Size];
        for (int t = 0; t < team.Size; t++) _tables[t] = new CodeTable(nonZeros);
        if ((long)columns * nonZeros <= limit)
        {
            _stored = new NativeBuffer<uint>((long)columns * nonZeros);
            team.Run((columns + CodeTable.Columns - 1) / CodeTable.Columns, Store);
            return;
        }

        _computed = new NativeBuffer<uint>[team.Size];
        for (int t = 0; t < team.Size; t++) _computed[t] = new NativeBuffer<uint>((long)CodeTable.Columns * nonZeros);
    }

    /// <summary>Shape (N, q): the codes of all columns, or null where they are not stored.</summary>
    public uint* Stored => _stored is null ? null : _stored.Pointer;

    /// <summary>Computes the codes of all columns, shape (N, q), on the calling thread.</summary>
    /// <param name="source">Where codes come from.</param>
    /// <param name="columns">N.</param>
    /// <param name="nonZeros">q.</param>
    public static NativeBuffer<uint> All(IColumnCodes source, int columns, int nonZeros)
    {
        NativeBuffer<uint> codes = new((long)columns * nonZeros);
        using CodeTable table = new(nonZeros);
        for (int first = 0; first < columns; first += CodeTable.Columns)
            Compute(source, table, first, Math.Min(CodeTable.Columns, columns - first), codes.Pointer + (long)first * nonZeros);
        return codes;
    }

    /// <summary>Codes of consecutive columns, shape (columns, q), good until this worker's next call.</summary>
    /// <param name="worker">Who asks.</param>
    /// <param name="firstColumn">First column.</param>
    /// <param name="columns">Number of columns, at most <see cref="CodeTable.Columns"/>.</param>
    public uint* Of(int worker, int firstColumn, int columns)
    {
        if (_stored is not null) return _stored.Pointer + (long)firstColumn * _nonZeros;
        uint* codes = _computed[worker].Pointer;
        Compute(_source, _tables[worker], firstColumn, columns, codes);
        return codes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CodeTable table in _tables) table.Dispose();
        foreach (NativeBuffer<uint> computed in _computed) computed.Dispose();
        _stored?.Dispose();
    }

    private void Store(int worker, int item)
    {
        int first = item * CodeTable.Columns;
        Compute(_source, _tables[worker], first, Math.Min(CodeTable.Columns, _columns - first), _stored!.Pointer + (long)first * _nonZeros);
    }

    private static void Compute(IColumnCodes source, CodeTable table, int firstColumn, int columns, uint* codes)
    {
        source.Fill(firstColumn, columns, table);
        table.CopyByColumn(columns, codes);
    }
}
