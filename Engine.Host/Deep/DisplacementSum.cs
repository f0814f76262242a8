using Engine.Kernels;

namespace Engine;

/// <summary>W - W(0) = sum_i c_i h_i^T of the first trained matrix under a ridge: C (n x m), and what a ridge needs of it.</summary>
/// <param name="samples">n.</param>
/// <param name="units">m.</param>
/// <param name="team">Who does the work.</param>
internal sealed unsafe class DisplacementSum(int samples, int units, WorkerTeam team)
{
    private readonly StepSum _sum = new(samples, units, team);

    /// <summary>C += length V.</summary>
    public void Add(ActiveRows step, float length) => _sum.Add(step, length);

    /// <summary>-delta_i - shrink c_i, over the units of both.</summary>
    public void Step(int sample, ActiveRows delta, float shrink, ActiveRows step)
    {
        ReadOnlySpan<int> a = delta.Ids(sample), b = _sum.Rows.Ids(sample);
        ReadOnlySpan<float> x = delta.Values(sample), y = _sum.Rows.Values(sample);
        step.Resize(sample, ActiveRows.Union(a, b));
        Span<int> ids = step.Ids(sample);
        Span<float> values = step.Values(sample);
        for (int p = 0, q = 0, k = 0; k < ids.Length; k++)
        {
            int id = q == b.Length || (p < a.Length && a[p] < b[q]) ? a[p] : b[q];
            float value = p < a.Length && a[p] == id ? -x[p++] : 0;
            if (q < b.Length && b[q] == id) value -= shrink * y[q++];
            (ids[k], values[k]) = (id, value);
        }
    }

    /// <summary>Writes &lt;w_r - w_r(0), h_i&gt; for every pair that fires.</summary>
    /// <param name="kernel">K of the inputs.</param>
    /// <param name="states">What fires.</param>
    /// <param name="scores">Rows over the units that fire; their values are overwritten.</param>
    /// <returns>|W - W(0)|^2 = sum_r c_r^T K c_r.</returns>
    public double Scores(InputGram kernel, LayerStates states, ActiveRows scores)
    {
        var columns = new UnitColumns().Read(_sum.Rows);
        var fired = new UnitColumns().Read(scores);
        var squares = new double[units];
        team.Run(units, (_, r) =>
        {
            ReadOnlySpan<int> moved = columns.Samples(r), entries = columns.Entries(r), on = fired.Samples(r);
            Span<float> c = new float[moved.Length];
            for (int e = 0; e < moved.Length; e++) c[e] = _sum.Rows.Values(moved[e])[entries[e]];
            for (int e = 0; e < moved.Length; e++) squares[r] += c[e] * Product(kernel.Row(moved[e]), moved, c);
            for (int e = 0; e < on.Length; e++) scores.Values(on[e])[fired.Entries(r)[e]] = (float)Product(kernel.Row(on[e]), moved, c);
        });
        return squares.Sum();
    }

    private static double Product(float* kernel, ReadOnlySpan<int> samples, ReadOnlySpan<float> c)
    {
        double sum = 0;
        for (int e = 0; e < samples.Length; e++) sum += (double)kernel[samples[e]] * c[e];
        return sum;
    }
}
