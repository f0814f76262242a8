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

    /// <summary>Entries of all rows together. Counted anew in every call, which allocates nothing.</summary>
    public long Entries
    {
        get
        {
            // Not Enumerable.Sum: whether its enumerator reaches the heap depends on what the JIT compiler has inlined so far.
            long entries = 0;
            foreach (int length in _lengths) entries += length;
            return entries;
        }
    }

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

    /// <summary>Lengthens a row by one entry behind its last.</summary>
    public void Append(int row, int id, float value)
    {
        int length = _lengths[row];
        if (_ids[row].Length == length)
        {
            Array.Resize(ref _ids[row], length + Math.Max(16, length / 2));
            Array.Resize(ref _values[row], _ids[row].Length);
        }

        (_ids[row][length], _values[row][length]) = (id, value);
        _lengths[row] = length + 1;
    }

    /// <summary>Makes a row that of another: its ids, its values.</summary>
    public void Copy(int row, ReadOnlySpan<int> ids, ReadOnlySpan<float> values)
    {
        Resize(row, ids.Length);
        ids.CopyTo(Ids(row));
        values.CopyTo(Values(row));
    }

    /// <summary>Dense rows without their zeros.</summary>
    /// <param name="rows">(n, p), row-major.</param>
    /// <param name="width">p.</param>
    /// <param name="constant">Whether an entry of 1 at p is appended: rows over p + 1 units.</param>
    public static ActiveRows FromDense(ReadOnlySpan<float> rows, int width, bool constant = false)
    {
        int count = rows.Length / width;
        var result = new ActiveRows(count, constant ? width + 1 : width);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = rows.Slice(i * width, width);
            result.Resize(i, row.Length - System.MemoryExtensions.Count(row, 0f) + (constant ? 1 : 0));
            Span<int> ids = result.Ids(i);
            Span<float> values = result.Values(i);
            for (int j = 0, e = 0; j < width; j++)
            {
                if (row[j] != 0) (ids[e], values[e++]) = (j, row[j]);
            }

            if (constant) (ids[^1], values[^1]) = (width, 1);
        }

        return result;
    }

    /// <summary>Place of the first of ascending ids that is at least <paramref name="least"/>; their number when none is.</summary>
    public static int FirstAtLeast(ReadOnlySpan<int> ids, int least)
    {
        int place = ids.BinarySearch(least);
        return place < 0 ? ~place : place;
    }

    /// <summary>How many ids two ascending rows hold together, common ones counted once.</summary>
    public static int Union(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int count = a.Length + b.Length;
        for (int p = 0, q = 0; p < a.Length && q < b.Length;)
        {
            if (a[p] == b[q]) count--;
            int id = Math.Min(a[p], b[q]);
            if (a[p] == id) p++;
            if (b[q] == id) q++;
        }

        return count;
    }

    private static T[][] NewRows<T>(int count)
    {
        var rows = new T[count][];
        Array.Fill(rows, []);
        return rows;
    }
}
