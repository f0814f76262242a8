namespace Engine.Kernels;

/// <summary>Sparse rows seen by unit: for each unit the samples it is active on, ascending, and where its entry lies in their rows.</summary>
internal sealed unsafe class UnitColumns
{
    private int[] _starts = [0];
    private int[] _samples = [];
    private int[] _entries = [];
    private int[] _rowStarts = [0];
    private int[] _places = [];

    /// <summary>Entries of all units together.</summary>
    public int Count { get; private set; }

    /// <summary>Units.</summary>
    public int Units { get; private set; }

    /// <summary>Reads rows; memory is kept from call to call.</summary>
    /// <param name="rows">n rows over m units.</param>
    /// <returns>This.</returns>
    /// <remarks>O(m + entries).</remarks>
    public UnitColumns Read(ActiveRows rows)
    {
        Units = rows.Width;
        if (_starts.Length < Units + 2) _starts = new int[Units + 2];
        int entries = checked((int)rows.Entries);
        int room = entries + entries / 4;
        if (_samples.Length < entries) (_samples, _entries, _places) = (new int[room], new int[room], new int[room]);
        if (_rowStarts.Length < rows.Count) _rowStarts = new int[rows.Count];
        Count = entries;
        // starts[r + 2] is first the count of unit r, then starts[r + 1] is where its next entry goes, and in the end its end.
        Array.Clear(_starts, 0, Units + 2);
        for (int i = 0; i < rows.Count; i++)
        {
            foreach (int r in rows.Ids(i)) _starts[r + 2]++;
        }

        for (int r = 0; r < Units; r++) _starts[r + 2] += _starts[r + 1];
        for (int i = 0, place = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<int> ids = rows.Ids(i);
            _rowStarts[i] = place;
            for (int e = 0; e < ids.Length; e++)
            {
                int at = _starts[ids[e] + 1]++;
                (_samples[at], _entries[at], _places[place++]) = (i, e, at);
            }
        }

        return this;
    }

    /// <summary>Samples a unit is active on, ascending.</summary>
    public ReadOnlySpan<int> Samples(int unit) => _samples.AsSpan(_starts[unit], _starts[unit + 1] - _starts[unit]);

    /// <summary>Where a unit's entries begin among those of all units.</summary>
    public int Start(int unit) => _starts[unit];

    /// <summary>The values of rows with the ids that were read, unit by unit in the order of <see cref="Samples"/>; <see cref="Count"/> of them.</summary>
    public void Gather(ActiveRows rows, float* values, WorkerTeam team) => team.Run(rows.Count, (_, i) =>
    {
        ReadOnlySpan<float> row = rows.Values(i);
        ReadOnlySpan<int> places = _places.AsSpan(_rowStarts[i], row.Length);
        for (int e = 0; e < row.Length; e++) values[places[e]] = row[e];
    });

    /// <summary>The reverse of <see cref="Gather"/>.</summary>
    public void Scatter(float* values, ActiveRows rows, WorkerTeam team) => team.Run(rows.Count, (_, i) =>
    {
        Span<float> row = rows.Values(i);
        ReadOnlySpan<int> places = _places.AsSpan(_rowStarts[i], row.Length);
        for (int e = 0; e < row.Length; e++) row[e] = values[places[e]];
    });

    /// <summary>For each of <see cref="Samples"/>, the place of the unit in the sample's row.</summary>
    public ReadOnlySpan<int> Entries(int unit) => _entries.AsSpan(_starts[unit], _starts[unit + 1] - _starts[unit]);
}
