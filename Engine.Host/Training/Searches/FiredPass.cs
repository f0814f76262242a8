using System.Runtime.CompilerServices;
using Engine.Kernels;

namespace Engine;

/// <summary>The loops over the samples one neuron fires on: d multiplications each.</summary>
internal static unsafe class FiredPass
{
    // Scalar chains that wait for each other: eight at a time fill two ports.
    private const int Together = 8;

    /// <summary>sum_k a_rk v_k[i] for every sample of a set: what output errors or directions say to one neuron.</summary>
    /// <param name="sign">a_r, one per output.</param>
    /// <param name="vectors">v, (outputs, stride).</param>
    /// <param name="outputs">Outputs the neuron feeds.</param>
    /// <param name="stride">Floats between the rows of v.</param>
    /// <param name="ids">The set.</param>
    /// <param name="result">One element per sample of the set.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(float* sign, float* vectors, int outputs, long stride, ReadOnlySpan<int> ids, float* result)
    {
        for (int p = 0; p < ids.Length; p++)
        {
            float sum = sign[0] * vectors[ids[p]];
            for (int k = 1; k < outputs; k++) sum = MathF.FusedMultiplyAdd(vectors[k * stride + ids[p]], sign[k], sum);
            result[p] = sum;
        }
    }

    /// <summary>row += sum_p c_p x_p over a set, ids ascending, one chain of fused multiply-adds per component.</summary>
    public static void AddSamples(PackedRows samples, ReadOnlySpan<int> ids, float* coefficients, float* row)
    {
        for (int p = 0; p < ids.Length; p++) CandidateLists.AddScaled(samples.Row(ids[p]), coefficients[p], row, samples.Dimension);
    }

    /// <summary>&lt;row, x_p&gt; for every sample of a set, canonical: one chain of fused multiply-adds over k = 0 .. d-1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products(PackedRows samples, ReadOnlySpan<int> ids, float* row, float* result)
    {
        int p = 0, d = samples.Dimension;
        for (; p + Together <= ids.Length; p += Together)
        {
            float* x0 = samples.Row(ids[p]), x1 = samples.Row(ids[p + 1]), x2 = samples.Row(ids[p + 2]), x3 = samples.Row(ids[p + 3]);
            float* x4 = samples.Row(ids[p + 4]), x5 = samples.Row(ids[p + 5]), x6 = samples.Row(ids[p + 6]), x7 = samples.Row(ids[p + 7]);
            float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
            for (int k = 0; k < d; k++)
            {
                float w = row[k];
                s0 = MathF.FusedMultiplyAdd(w, x0[k], s0);
                s1 = MathF.FusedMultiplyAdd(w, x1[k], s1);
                s2 = MathF.FusedMultiplyAdd(w, x2[k], s2);
                s3 = MathF.FusedMultiplyAdd(w, x3[k], s3);
                s4 = MathF.FusedMultiplyAdd(w, x4[k], s4);
                s5 = MathF.FusedMultiplyAdd(w, x5[k], s5);
                s6 = MathF.FusedMultiplyAdd(w, x6[k], s6);
                s7 = MathF.FusedMultiplyAdd(w, x7[k], s7);
            }

            result[p] = s0;
            result[p + 1] = s1;
            result[p + 2] = s2;
            result[p + 3] = s3;
            result[p + 4] = s4;
            result[p + 5] = s5;
            result[p + 6] = s6;
            result[p + 7] = s7;
        }

        for (; p < ids.Length; p++)
        {
            float* x = samples.Row(ids[p]);
            float sum = 0;
            for (int k = 0; k < d; k++) sum = MathF.FusedMultiplyAdd(row[k], x[k], sum);
            result[p] = sum;
        }
    }

    /// <summary>Adds a_rk (value - shift) to output k of every sample of a set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(double* outputs, int outputCount, long samples, float* sign, ReadOnlySpan<int> ids, float* values, float shift)
    {
        for (int p = 0; p < ids.Length; p++)
        {
            double value = values[p] - shift;
            for (int k = 0; k < outputCount; k++) outputs[k * samples + ids[p]] += sign[k] * value;
        }
    }

    /// <summary>Samples in one of two ascending sets and not in the other.</summary>
    public static int Flips(ReadOnlySpan<int> before, ReadOnlySpan<int> now)
    {
        int common = 0, b = 0;
        foreach (int i in now)
        {
            while (b < before.Length && before[b] < i) b++;
            if (b < before.Length && before[b] == i) common++;
        }

        return before.Length + now.Length - 2 * common;
    }
}
