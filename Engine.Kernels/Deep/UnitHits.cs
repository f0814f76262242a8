namespace Engine.Kernels;

/// <summary>What one panel of units found for each of n samples, one after the other.</summary>
internal sealed class UnitHits
{
    private int[] _starts = [0];
    private int[] _ids = [];
    private float[] _values = [];
    private int _rows;
    private int _used;

    /// <summary>Forgets everything.</summary>
    /// <param name="rows">n.</param>
    public void Begin(int rows)
    {
        if (_starts.Length < rows + 1) _starts = new int[rows + 1];
        (_rows, _used) = (0, 0);
    }

    /// <summary>Room for the units of one more sample, and for the 16 elements a compressing store may overwrite behind them.</summary>
    public (int[] Ids, float[] Values, int First) Reserve(int most)
    {
        if (_ids.Length < _used + most + Lanes.Width)
        {
            int room = 2 * _used + most + Lanes.Width;
            Array.Resize(ref _ids, room);
            Array.Resize(ref _values, room);
        }

        return (_ids, _values, _used);
    }

    /// <summary>Closes a sample.</summary>
    /// <param name="found">Units of it.</param>
    public void EndRow(int found)
    {
        _used += found;
        _starts[++_rows] = _used;
    }

    /// <summary>Units found for a sample.</summary>
    public int Count(int row) => _starts[row + 1] - _starts[row];

    /// <summary>Copies a sample's units and values.</summary>
    public void CopyTo(int row, Span<int> ids, Span<float> values)
    {
        _ids.AsSpan(_starts[row], Count(row)).CopyTo(ids);
        _values.AsSpan(_starts[row], Count(row)).CopyTo(values);
    }
}
