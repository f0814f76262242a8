using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>A sparse matrix in guarded memory that a selection fills.</summary>
internal sealed class HitLists
{
    private readonly ConformanceRun _run;
    private readonly GuardedArray<long> _offsets;
    private readonly GuardedArray<int> _ids;
    private readonly GuardedArray<float> _values;

    public HitLists(ConformanceRun run, int rows, int columns, long capacity)
    {
        _run = run;
        _offsets = run.Output<long>(rows + 1);
        _ids = run.Output<int>(capacity);
        _values = run.Output<float>(capacity);
        View = new CsrView(rows, columns, _offsets, _ids, _values);
    }

    public CsrView View { get; }

    /// <summary>Offsets alone; asserts that they ascend from 0 to the number of hits.</summary>
    public long[] Offsets(long count)
    {
        long[] offsets = _run.Read(_offsets);
        Assert.Equal(0, offsets[0]);
        for (int row = 0; row < View.Rows; row++) Assert.InRange(offsets[row + 1] - offsets[row], 0, View.Columns);
        Assert.Equal(count, offsets[^1]);
        return offsets;
    }

    /// <summary>All hits by row and column, NaN where there is none; asserts that ids ascend strictly.</summary>
    public float[] Read(long count)
    {
        long[] offsets = Offsets(count);
        int[] ids = _run.Read(_ids);
        float[] values = _run.Read(_values), hits = new float[View.Rows * View.Columns];
        Array.Fill(hits, float.NaN);
        for (int row = 0; row < View.Rows; row++)
        {
            for (long e = offsets[row]; e < offsets[row + 1]; e++)
            {
                Assert.InRange(ids[e], e == offsets[row] ? 0 : ids[e - 1] + 1, View.Columns - 1);
                hits[row * View.Columns + ids[e]] = values[e];
            }
        }

        return hits;
    }
}
