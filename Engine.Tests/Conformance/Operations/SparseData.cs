using Engine.Kernels;
using Engine.Tests.Reference;

namespace Engine.Tests.Conformance;

/// <summary>A sparse matrix in host memory, and a way to any device.</summary>
internal sealed class SparseData
{
    private readonly int _room;

    private SparseData(int rows, int columns, long[] offsets, int[] ids, float[] values, int room)
    {
        Rows = rows;
        Columns = columns;
        Offsets = offsets;
        Ids = ids;
        Values = values;
        _room = room;
    }

    public int Rows { get; }

    public int Columns { get; }

    public long[] Offsets { get; }

    public int[] Ids { get; }

    public float[] Values { get; }

    /// <summary>Random columns and values.</summary>
    /// <param name="pattern">Sizes.</param>
    /// <param name="seed">What to draw.</param>
    /// <param name="integers">Values from -3 to 3 instead of normal ones: every sum of few products is exact.</param>
    public static SparseData Draw(SparsePattern pattern, int seed, bool integers = false)
    {
        Random random = new(seed);
        int[] columns = [.. Enumerable.Range(0, pattern.Columns)];
        List<int> ids = [];
        List<long> offsets = [0];
        foreach (int length in pattern.Lengths)
        {
            random.Shuffle(columns);
            ids.AddRange(columns.Take(length).Order());
            offsets.Add(ids.Count);
        }

        float[] values = [.. ids.Select(_ => integers ? random.Next(-3, 4) : (float)RandomRows.Normal(random))];
        return new SparseData(pattern.Lengths.Length, pattern.Columns, [.. offsets], [.. ids], values, pattern.Room);
    }

    /// <summary>Copies the matrix to a device; room behind the last entry holds no valid column and NaN.</summary>
    public SparseOnDevice Upload(ConformanceRun run)
    {
        GuardedArray<long> offsets = run.Input<long>(Offsets);
        GuardedArray<int> ids = run.Input<int>([.. Ids, .. Enumerable.Repeat(-1, _room)]);
        GuardedArray<float> values = run.Input<float>([.. Values, .. Enumerable.Repeat(float.NaN, _room)]);
        return new SparseOnDevice(new CsrView(Rows, Columns, offsets, ids, values), values, Ids.Length);
    }

    /// <summary>Room for the companion.</summary>
    public ColumnsOnDevice RoomForColumns(ConformanceRun run)
    {
        GuardedArray<long> offsets = run.Output<long>(Columns + 1), entries = run.Output<long>(Ids.Length + _room);
        GuardedArray<int> rows = run.Output<int>(Ids.Length + _room);
        return new ColumnsOnDevice(new CsrColumns(Rows, Columns, offsets, rows, entries), offsets, rows, entries);
    }

    /// <summary>Entry numbers of a row.</summary>
    public IEnumerable<int> Entries(int row) => Enumerable.Range((int)Offsets[row], (int)(Offsets[row + 1] - Offsets[row]));

    /// <summary>Row and number of each entry, column by column.</summary>
    public List<(int Row, int Entry)>[] ByColumn()
    {
        List<(int Row, int Entry)>[] columns = [.. Enumerable.Range(0, Columns).Select(_ => new List<(int Row, int Entry)>())];
        for (int row = 0; row < Rows; row++)
        {
            foreach (int entry in Entries(row)) columns[Ids[entry]].Add((row, entry));
        }

        return columns;
    }
}
