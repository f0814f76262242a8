namespace Engine.Kernels;

/// <summary>W += length sum_j v_j h_j^T for sparse v_j and h_j: only the entries that both make non-zero are touched.</summary>
internal static unsafe class OuterProducts
{
    /// <summary>Adds to some rows of W, samples in order.</summary>
    /// <param name="v">n rows over m units.</param>
    /// <param name="length">Any sign.</param>
    /// <param name="inputs">n rows over p units.</param>
    /// <param name="first">First unit.</param>
    /// <param name="units">Number of units.</param>
    /// <param name="rows">Their rows of W, (units, p).</param>
    public static void AddToRows(ActiveRows v, float length, ActiveRows inputs, int first, int units, float* rows)
    {
        for (int j = 0; j < v.Count; j++)
        {
            ReadOnlySpan<int> ids = v.Ids(j), columns = inputs.Ids(j);
            ReadOnlySpan<float> values = v.Values(j), h = inputs.Values(j);
            for (int q = ActiveRows.FirstAtLeast(ids, first); q < ids.Length && ids[q] < first + units; q++)
            {
                float step = length * values[q];
                float* row = rows + (long)(ids[q] - first) * inputs.Width;
                for (int p = 0; p < columns.Length; p++) row[columns[p]] = MathF.FusedMultiplyAdd(step, h[p], row[columns[p]]);
            }
        }
    }
}
