using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

internal sealed unsafe partial class UnitPanels
{
    private static readonly Vector512<int> s_lanes = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

    /// <summary>Finds every pair (i, r) with z_ir &gt; threshold, and z_ir, by gathering the columns of the active inputs.</summary>
    /// <param name="inputs">h_i, n rows over p inputs.</param>
    /// <param name="threshold">Strict.</param>
    /// <param name="above">n rows over m units; written anew.</param>
    /// <param name="hits">Scratch, one for each panel.</param>
    /// <param name="team">Who does the work.</param>
    /// <returns>Multiplications: m for each active input.</returns>
    /// <remarks>
    /// z is one chain of fused multiply-adds over ascending inputs from 0. Inputs of 0 add nothing to it, so it has the bits of the chain over all p: those of
    /// every exact index (IThresholdIndex).
    /// </remarks>
    public long CollectAbove(ActiveRows inputs, float threshold, ActiveRows above, UnitHits[] hits, WorkerTeam team)
    {
        team.Run(PanelCount, (_, panel) => Scan(panel, inputs, threshold, hits[panel]));
        team.Run(inputs.Count, (_, row) =>
        {
            int length = 0;
            for (int q = 0; q < PanelCount; q++) length += hits[q].Count(row);
            above.Resize(row, length);
            Span<int> ids = above.Ids(row);
            Span<float> values = above.Values(row);
            for (int q = 0, at = 0; q < PanelCount; at += hits[q++].Count(row)) hits[q].CopyTo(row, ids[at..], values[at..]);
        });
        return inputs.Entries * Units;
    }

    /// <summary>Scratch for <see cref="CollectAbove"/>.</summary>
    public UnitHits[] Scratch() => [.. Enumerable.Range(0, PanelCount).Select(_ => new UnitHits())];

    /// <summary>W_ij += length * sum_i v_ir h_ij, over the active entries alone.</summary>
    /// <param name="v">n rows over m units.</param>
    /// <param name="inputs">h, n rows over p inputs.</param>
    /// <param name="length">Any sign.</param>
    /// <param name="team">Who does the work; a panel is one item, so bits do not depend on the team.</param>
    public void AddOuter(ActiveRows v, ActiveRows inputs, float length, WorkerTeam team) => team.Run(PanelCount, (_, panel) =>
    {
        int first = panel * Width;
        for (int i = 0; i < v.Count; i++)
        {
            ReadOnlySpan<int> units = v.Ids(i);
            int start = ActiveRows.FirstAtLeast(units, first), end = start;
            while (end < units.Length && units[end] < first + Width) end++;
            if (start == end) continue;
            ReadOnlySpan<float> changes = v.Values(i);
            ReadOnlySpan<int> ids = inputs.Ids(i);
            ReadOnlySpan<float> values = inputs.Values(i);
            for (int e = 0; e < ids.Length; e++)
            {
                float* column = Column(panel, ids[e]);
                float factor = length * values[e];
                for (int u = start; u < end; u++) column[units[u] - first] += changes[u] * factor;
            }
        }
    });

    /// <summary>sum_r delta_r W_rj: what units say to input j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Combine(int input, ReadOnlySpan<int> units, ReadOnlySpan<float> delta)
    {
        float sum = 0;
        for (int e = 0; e < units.Length; e++) sum += delta[e] * this[units[e], input];
        return sum;
    }

    /// <summary>sum_j W_rj h_j for one unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Dot(int unit, ReadOnlySpan<int> inputs, ReadOnlySpan<float> values)
    {
        float* start = Column(unit / Width, 0) + unit % Width;
        float sum = 0;
        for (int e = 0; e < inputs.Length; e++) sum += start[(long)inputs[e] * Width] * values[e];
        return sum;
    }

    /// <summary>The same as one chain of fused multiply-adds from 0, with the bits <see cref="CollectAbove"/> finds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Chain(int unit, ReadOnlySpan<int> inputs, ReadOnlySpan<float> values)
    {
        float* start = Column(unit / Width, 0) + unit % Width;
        float sum = 0;
        for (int e = 0; e < inputs.Length; e++) sum = MathF.FusedMultiplyAdd(start[(long)inputs[e] * Width], values[e], sum);
        return sum;
    }

    [SkipLocalsInit]
    private void Scan(int panel, ActiveRows inputs, float threshold, UnitHits hits)
    {
        float* z = stackalloc float[Width + Lanes.Width];
        z = (float*)(((nint)z + 63) & ~(nint)63);
        int first = panel * Width, units = Math.Min(Width, Units - first);
        hits.Begin(inputs.Count);
        for (int i = 0; i < inputs.Count; i++)
        {
            fixed (int* ids = inputs.Ids(i))
            fixed (float* values = inputs.Values(i))
                Products(Column(panel, 0), ids, values, inputs.Ids(i).Length, z);
            (int[] foundIds, float[] foundValues, int at) = hits.Reserve(Width);
            fixed (int* idRow = &foundIds[at])
            fixed (float* valueRow = &foundValues[at])
                hits.EndRow(Select(z, units, first, threshold, idRow, valueRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Select(float* z, int units, int first, float threshold, int* ids, float* values)
    {
        int found = 0;
        Vector512<float> bound = Vector512.Create(threshold);
        int whole = units & -Lanes.Width;
        for (int u = 0; u < whole; u += Lanes.Width)
        {
            Vector512<float> score = Vector512.LoadAligned(z + u);
            Vector512<float> fired = Vector512.GreaterThan(score, bound);
            if (fired.ExtractMostSignificantBits() == 0) continue;
            Lanes.Compress(score, fired, values + found);
            found += Lanes.Compress(s_lanes + Vector512.Create(first + u), fired, ids + found);
        }

        for (int u = whole; u < units; u++)
        {
            if (z[u] > threshold) (ids[found], values[found++]) = (first + u, z[u]);
        }

        return found;
    }

    // 8 chains of 16 units hide the latency of 2 FMA ports.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products(float* panel, int* ids, float* values, int count, float* z)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int e = 0; e < count; e++)
        {
            float* w = panel + (long)ids[e] * Width;
            Vector512<float> h = Vector512.Create(values[e]);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(w), h, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(w + 16), h, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(w + 32), h, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(w + 48), h, s3);
            s4 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(w + 64), h, s4);
            s5 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(w + 80), h, s5);
            s6 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(w + 96), h, s6);
            s7 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(w + 112), h, s7);
        }

        s0.StoreAligned(z);
        s1.StoreAligned(z + 16);
        s2.StoreAligned(z + 32);
        s3.StoreAligned(z + 48);
        s4.StoreAligned(z + 64);
        s5.StoreAligned(z + 80);
        s6.StoreAligned(z + 96);
        s7.StoreAligned(z + 112);
    }
}
