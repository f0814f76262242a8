namespace Engine.Kernels;

/// <summary>The entries of a <see cref="CsrView"/> by column: what its transpose needs; it refers to memory and owns none.</summary>
/// <remarks>
/// Column c has the places from Offsets[c] up to Offsets[c + 1]; their rows ascend strictly. Entries says where each stands in the compressed rows, so values may
/// change while the pattern stays. <see cref="SparseOperations.Columns"/> fills the arrays.
/// </remarks>
public readonly struct CsrColumns
{
    /// <summary>Gives arrays the shape of a companion.</summary>
    /// <param name="rows">Rows of the sparse matrix, at least 0.</param>
    /// <param name="columns">Columns, at least 0.</param>
    /// <param name="offsets">columns + 1 positions.</param>
    /// <param name="rowIds">Row of each entry, by column.</param>
    /// <param name="entries">Number of each entry in the compressed rows; as long as the row ids.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public CsrColumns(int rows, int columns, VectorView<long> offsets, VectorView<int> rowIds, VectorView<long> entries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (offsets.Length != columns + 1L)
            throw new ArgumentException($"offsets.Length == columns + 1 does not hold: offsets.Length={offsets.Length}, columns={columns}.", nameof(offsets));
        if (entries.Length != rowIds.Length)
            throw new ArgumentException($"entries.Length == rowIds.Length does not hold: entries.Length={entries.Length}, rowIds.Length={rowIds.Length}.", nameof(entries));
        Rows = rows;
        Columns = columns;
        Offsets = offsets;
        RowIds = rowIds;
        Entries = entries;
    }

    /// <summary>Rows of the sparse matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the sparse matrix.</summary>
    public int Columns { get; }

    /// <summary>Where each column begins, and the number of entries.</summary>
    public VectorView<long> Offsets { get; }

    /// <summary>Row of each entry, by column.</summary>
    public VectorView<int> RowIds { get; }

    /// <summary>Number of each entry in the compressed rows.</summary>
    public VectorView<long> Entries { get; }

    /// <summary>Entries there is room for.</summary>
    public long Capacity => RowIds.Length;
}
