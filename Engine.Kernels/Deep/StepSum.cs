namespace Engine.Kernels;

/// <summary>C = sum of length_t V_t: sparse steps added up, row by row. Memory grows with the union of the rows, not with the number of steps.</summary>
internal sealed class StepSum
{
    private readonly WorkerTeam _team;
    private readonly Action<int, int> _merge;
    private ActiveRows _sum;
    private ActiveRows _next;
    private ActiveRows? _step;
    private float _length;

    /// <summary>Begins at zero.</summary>
    /// <param name="count">n.</param>
    /// <param name="width">m.</param>
    /// <param name="team">Who does the work.</param>
    public StepSum(int count, int width, WorkerTeam team)
    {
        (_sum, _next, _team, _merge) = (new ActiveRows(count, width), new ActiveRows(count, width), team, Merge);
    }

    /// <summary>C.</summary>
    public ActiveRows Rows => _sum;

    /// <summary>C += length V, each entry by one fused multiply-add.</summary>
    public void Add(ActiveRows step, float length)
    {
        (_step, _length) = (step, length);
        _team.Run(step.Count, _merge);
        (_sum, _next) = (_next, _sum);
    }

    /// <summary>C = 0; memory is kept.</summary>
    public void Clear()
    {
        for (int row = 0; row < _sum.Count; row++) _sum.Resize(row, 0);
    }

    private void Merge(int worker, int row)
    {
        ReadOnlySpan<int> a = _sum.Ids(row), b = _step!.Ids(row);
        ReadOnlySpan<float> x = _sum.Values(row), y = _step.Values(row);
        _next.Resize(row, ActiveRows.Union(a, b));
        Span<int> ids = _next.Ids(row);
        Span<float> values = _next.Values(row);
        for (int p = 0, q = 0, k = 0; k < ids.Length; k++)
        {
            int id = q == b.Length || (p < a.Length && a[p] < b[q]) ? a[p] : b[q];
            float old = p < a.Length && a[p] == id ? x[p++] : 0;
            values[k] = q < b.Length && b[q] == id ? MathF.FusedMultiplyAdd(_length, y[q++], old) : old;
            ids[k] = id;
        }
    }
}
