namespace Engine.Indexing;

/// <summary>What a batch of queries found: one row of ascending ids per query, in compressed rows. Reused, it allocates nothing.</summary>
/// <remarks>It also holds the scratch memory of the index that fills it, which is what lets several threads ask one index.</remarks>
public sealed class ThresholdHits
{
    private int[] _ids = [];
    private long[] _offsets = [0];
    private int _count;
    private int _rows;

    /// <summary>Rows: queries answered.</summary>
    public int Rows => _rows;

    /// <summary>Ids in all rows.</summary>
    public long Count => _offsets[_rows];

    /// <summary>Rows + 1 offsets into <see cref="Ids"/>.</summary>
    public ReadOnlySpan<long> Offsets => _offsets.AsSpan(0, _rows + 1);

    /// <summary>The ids of all rows, one after the other.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, (int)Count);

    /// <summary>Scratch of the index that fills this.</summary>
    internal ScanScratch Scratch { get; } = new();

    /// <summary>The ids reported for one query, ascending.</summary>
    public ReadOnlySpan<int> Of(int query)
    {
        if ((uint)query >= (uint)_rows) throw new ArgumentOutOfRangeException(nameof(query), query, $"0 <= query < {_rows} does not hold: query={query}.");
        return _ids.AsSpan((int)_offsets[query], (int)(_offsets[query + 1] - _offsets[query]));
    }

    /// <summary>Forgets everything.</summary>
    internal void Begin() => _rows = _count = 0;

    /// <summary>Room for more ids of the current row; what is used of it is told to <see cref="Advance"/>.</summary>
    internal Span<int> Reserve(int more)
    {
        long needed = (long)_count + more;
        if (needed > _ids.Length)
        {
            if (needed > Array.MaxLength)
                throw new InvalidOperationException($"a batch reports at most {Array.MaxLength} ids, this one at least {_count}: ask fewer queries at once.");
            Array.Resize(ref _ids, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _ids.Length)));
        }

        return _ids.AsSpan(_count);
    }

    /// <summary>The current row has grown by this many ids.</summary>
    internal void Advance(int added) => _count += added;

    /// <summary>The ids of the row closed last, to be put in order.</summary>
    internal Span<int> LastRow() => _ids.AsSpan((int)_offsets[_rows - 1], (int)(_offsets[_rows] - _offsets[_rows - 1]));

    /// <summary>Closes the current row.</summary>
    internal void EndRow()
    {
        if (_rows + 1 == _offsets.Length) Array.Resize(ref _offsets, Math.Max(16, 2 * _offsets.Length));
        _offsets[++_rows] = _count;
    }
}
