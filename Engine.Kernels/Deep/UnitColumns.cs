namespace Engine.Kernels;

/// <summary>Sparse rows seen by unit: for each unit the samples it is active on, ascending, and where its entry lies in their rows.</summary>
internal sealed class UnitColumns
{
    private int[] _starts = [0];
    private int[] _samples = [];
    private int[] _entries = [];

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
        if (_samples.Length < entries) (_samples, _entries) = (new int[entries + entries / 4], new int[entries + entries / 4]);
        // starts[r + 2] is first the count of unit r, then starts[r + 1] is where its next entry goes, and in the end its end.
        Array.Clear(_starts, 0, Units + 2);
        for (int i = 0; i < rows.Count; i++)
        {
            foreach (int r in rows.Ids(i)) _starts[r + 2]++;
        }

        for (int r = 0; r < Units; r++) _starts[r + 2] += _starts[r + 1];
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<int> ids = rows.Ids(i);
            for (int e = 0; e < ids.Length; e++)
            {
                int at = _starts[ids[e] + 1]++;
                (_samples[at], _entries[at]) = (i, e);
            }
        }

        return this;
    }

    /// <summary>Samples a unit is active on, ascending.</summary>
    public ReadOnlySpan<int> Samples(int unit) => _samples.AsSpan(_starts[unit], _starts[unit + 1] - _starts[unit]);

    /// <summary>For each of <see cref="Samples"/>, the place of the unit in the sample's row.</summary>
    public ReadOnlySpan<int> Entries(int unit) => _entries.AsSpan(_starts[unit], _starts[unit + 1] - _starts[unit]);
}
