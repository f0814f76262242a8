namespace Engine.Kernels;

/// <summary>A sparse fp32 matrix in compressed rows; it refers to memory and owns none.</summary>
/// <remarks>
/// Row r has the entries from Offsets[r] up to Offsets[r + 1]; their columns ascend strictly. What lies in device memory is not checked: a view over arrays
/// that break these rules gives undefined numbers, or the bounds error of the emulator.
/// </remarks>
public readonly struct CsrView
{
    /// <summary>Gives arrays the shape of a sparse matrix.</summary>
    /// <param name="rows">Rows, at least 0.</param>
    /// <param name="columns">Columns, at least 0.</param>
    /// <param name="offsets">rows + 1 positions, ascending from 0 to the number of entries.</param>
    /// <param name="ids">Column of each entry.</param>
    /// <param name="values">Value of each entry; empty for a pattern without values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public CsrView(int rows, int columns, VectorView<long> offsets, VectorView<int> ids, VectorView<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (offsets.Length != rows + 1L)
            throw new ArgumentException($"offsets.Length == rows + 1 does not hold: offsets.Length={offsets.Length}, rows={rows}.", nameof(offsets));
        if (values.Length != 0 && values.Length != ids.Length)
            throw new ArgumentException($"values.Length == ids.Length does not hold: values.Length={values.Length}, ids.Length={ids.Length}.", nameof(values));
        Rows = rows;
        Columns = columns;
        Offsets = offsets;
        Ids = ids;
        Values = values;
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Where each row begins, and the number of entries.</summary>
    public VectorView<long> Offsets { get; }

    /// <summary>Column of each entry.</summary>
    public VectorView<int> Ids { get; }

    /// <summary>Value of each entry; empty for a pattern.</summary>
    public VectorView<float> Values { get; }

    /// <summary>Entries there is room for: as many as <see cref="Ids"/> has elements.</summary>
    public long Capacity => Ids.Length;

    internal void RequireValues(string name)
    {
        if (Values.Length != Ids.Length) throw new ArgumentException($"{name} has values does not hold: {Values.Length} values for {Ids.Length} ids.", name);
    }
}
