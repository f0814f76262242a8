using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>W += length sum_j v_j h_j^T for sparse v_j and h_j: only the entries that both make non-zero are touched, each by one fused multiply-add per sample, samples in order.</summary>
internal static unsafe class OuterProducts
{
    /// <summary>Multiplications: the products |v_j| |h_j| and v_j times length.</summary>
    public static long WorkFor(ActiveRows v, ActiveRows inputs)
    {
        long sum = 0;
        for (int j = 0; j < v.Count; j++) sum += v.Ids(j).Length * (inputs.Ids(j).Length + 1L);
        return sum;
    }

    /// <summary>Adds to some rows of W.</summary>
    /// <param name="v">n rows over m units.</param>
    /// <param name="inputs">n rows over p units.</param>
    /// <param name="first">First unit.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="rows">Their rows of W, (units, p).</param>
    public static void AddToRows(ActiveRows v, ActiveRows inputs, int first, int units, float* rows)
    {
        for (int j = 0; j < v.Count; j++)
        {
            ReadOnlySpan<int> ids = v.Ids(j), columns = inputs.Ids(j);
            ReadOnlySpan<float> values = v.Values(j), h = inputs.Values(j);
            for (int q = ActiveRows.FirstAtLeast(ids, first); q < ids.Length && ids[q] < first + units; q++)
            {
                float* row = rows + (long)(ids[q] - first) * inputs.Width;
                for (int p = 0; p < columns.Length; p++) row[columns[p]] = MathF.FusedMultiplyAdd(values[q], h[p], row[columns[p]]);
            }
        }
    }

    /// <summary>Adds to a panel of W.</summary>
    /// <param name="v">n rows over m units.</param>
    /// <param name="length">Any sign.</param>
    /// <param name="inputs">n rows over p units.</param>
    /// <param name="first">First unit of the panel.</param>
    /// <param name="panel">(p, 128).</param>
    public static void AddToPanel(ActiveRows v, float length, ActiveRows inputs, int first, float* panel)
    {
        float* steps = stackalloc float[WeightPanel.Units];
        int* lanes = stackalloc int[WeightPanel.Units];
        for (int j = 0; j < v.Count; j++)
        {
            ReadOnlySpan<int> units = v.Ids(j);
            ReadOnlySpan<float> values = v.Values(j);
            int count = 0;
            for (int q = ActiveRows.FirstAtLeast(units, first); q < units.Length && units[q] < first + WeightPanel.Units; q++)
                (lanes[count], steps[count++]) = (units[q] - first, length * values[q]);
            if (count == 0) continue;
            fixed (int* ids = inputs.Ids(j))
            fixed (float* h = inputs.Values(j))
                Add(lanes, steps, count, ids, h, inputs.Ids(j).Length, panel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(int* lanes, float* steps, int count, int* ids, float* values, int inputs, float* panel)
    {
        for (int p = 0; p < inputs; p++)
        {
            float* column = panel + (long)ids[p] * WeightPanel.Units;
            float h = values[p];
            for (int q = 0; q < count; q++) column[lanes[q]] = MathF.FusedMultiplyAdd(steps[q], h, column[lanes[q]]);
        }
    }
}
