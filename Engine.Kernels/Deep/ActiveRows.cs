namespace Engine.Kernels;

/// <summary>n sparse rows over p units: ids ascending within a row, and a value each. Storage grows and is kept when rows are written anew.</summary>
/// <param name="count">n.</param>
/// <param name="width">p.</param>
internal sealed class ActiveRows(int count, int width)
{
    private readonly int[] _lengths = new int[count];
    private readonly int[][] _ids = NewRows<int>(count);
    private readonly float[][] _values = NewRows<float>(count);

    /// <summary>n.</summary>
    public int Count => count;

    /// <summary>p: ids lie in [0, p).</summary>
    public int Width => width;

    /// <summary>Entries of all rows together.</summary>
    public long Entries => _lengths.Sum(length => (long)length);

    /// <summary>Ids of a row, ascending.</summary>
    public Span<int> Ids(int row) => _ids[row].AsSpan(0, _lengths[row]);

    /// <summary>Values of a row, in the order of <see cref="Ids"/>.</summary>
    public Span<float> Values(int row) => _values[row].AsSpan(0, _lengths[row]);

    /// <summary>Gives a row a new length; what it held is lost when it grows beyond its room. Safe to call for different rows at the same time.</summary>
    public void Resize(int row, int length)
    {
        if (_ids[row].Length < length)
        {
            int room = Math.Min(width, Math.Max(16, length + length / 2));
            _ids[row] = new int[room];
            _values[row] = new float[room];
        }

        _lengths[row] = length;
    }

    private static T[][] NewRows<T>(int count)
    {
        var rows = new T[count][];
        Array.Fill(rows, []);
        return rows;
    }
}
