using MathNet.Numerics.LinearAlgebra;

namespace Engine.Tests.Reference;

/// <summary>f_k(x) = s Σ_r a_rk max(⟨w_r, x⟩ - b, 0) in double precision, with every matrix formed: the oracle of the sparse code.</summary>
/// <remarks>
/// Signs are always (m, K): with grouped wiring a neuron has 0 for the outputs it does not feed, so one formula serves both wirings.
/// The Jacobian's row of output k and sample i is v_i ⊗ x_i with v_ir = s a_rk [r fires on i]; at a tie nothing fires.
/// </remarks>
internal sealed class DenseNetwork(int dimension, int outputs, double shift, double scale, double[] weights, double[] signs)
{
    internal int Width { get; } = weights.Length / dimension;

    internal int Dimension { get; } = dimension;

    internal int Outputs { get; } = outputs;

    internal double Shift { get; } = shift;

    internal double Scale { get; } = scale;

    /// <summary>W, (m, d).</summary>
    internal double[] Weights { get; } = weights;

    /// <summary>a, (m, K).</summary>
    internal double[] Signs { get; } = signs;

    internal static DenseNetwork Of(NetworkCore core) => new(
        core.Dimension, core.Outputs, core.Shift, core.OutputScale,
        Dense.Of(core.Weights.Slice(0, (int)core.Weights.Length)),
        SpreadSigns(core.Signs.Slice(0, (int)core.Signs.Length), core.Width, core.Outputs, core.Wiring == OutputWiring.Grouped));

    /// <summary>Signs as (m, K); neurons [k m / K, (k+1) m / K) feed output k when grouped.</summary>
    internal static double[] SpreadSigns(ReadOnlySpan<float> signs, int width, int outputs, bool grouped)
    {
        if (!grouped) return Dense.Of(signs);
        double[] spread = new double[width * outputs];
        for (int k = 0; k < outputs; k++)
        {
            for (int r = (int)((long)k * width / outputs); r < (long)(k + 1) * width / outputs; r++) spread[r * outputs + k] = signs[r];
        }

        return spread;
    }

    internal DenseNetwork With(double[] weights) => new(Dimension, Outputs, Shift, Scale, weights, Signs);

    /// <summary>z, (m, n).</summary>
    internal double[] Scores(double[] rows) => Dense.TimesTransposed(Weights, rows, Dimension);

    /// <summary>The mask of z &gt; b, (m, n).</summary>
    internal bool[] Fires(double[] rows) => Array.ConvertAll(Scores(rows), z => z > Shift);

    /// <summary>f, (K, n).</summary>
    internal double[] Forward(double[] rows)
    {
        int n = rows.Length / Dimension;
        double[] scores = Scores(rows), f = new double[Outputs * n];
        for (int r = 0; r < Width; r++)
        {
            for (int i = 0; i < n; i++)
            {
                double above = Math.Max(scores[r * n + i] - Shift, 0.0);
                if (above == 0.0) continue;
                for (int k = 0; k < Outputs; k++) f[k * n + i] += Scale * Signs[r * Outputs + k] * above;
            }
        }

        return f;
    }

    /// <summary>Jᵀ v for v of shape (K, n): shape (m, d). With v = f - y it is the gradient of ½ |f - y|².</summary>
    internal double[] TransposedJacobian(bool[] fires, double[] rows, ReadOnlySpan<double> v)
    {
        int n = rows.Length / Dimension;
        double[] result = new double[Weights.Length];
        for (int r = 0; r < Width; r++)
        {
            for (int i = 0; i < n; i++)
            {
                if (fires[r * n + i]) Dense.AddScaled(Weight(r, i, n, v), rows.AsSpan(i * Dimension, Dimension), result.AsSpan(r * Dimension, Dimension));
            }
        }

        return result;
    }

    /// <summary>J, (K n, m d).</summary>
    internal Matrix<double> Jacobian(bool[] fires, double[] rows)
    {
        int n = rows.Length / Dimension;
        return Matrix<double>.Build.Dense(Outputs * n, Weights.Length, (row, column) =>
        {
            int k = row / n, i = row % n, r = column / Dimension;
            return fires[r * n + i] ? Scale * Signs[r * Outputs + k] * rows[i * Dimension + column % Dimension] : 0.0;
        });
    }

    /// <summary>J Jᵀ, (K n, K n), from co-firing: ⟨x_i, x_j⟩ s² Σ_r a_rk a_rl [r fires on i and j].</summary>
    internal Matrix<double> Gram(bool[] fires, double[] rows)
    {
        int n = rows.Length / Dimension;
        double[] kernel = Dense.TimesTransposed(rows, rows, Dimension);
        double[,] counts = new double[Outputs * n, Outputs * n];
        for (int r = 0; r < Width; r++)
        {
            int[] set = [.. Enumerable.Range(0, n).Where(i => fires[r * n + i])];
            foreach (int k in Enumerable.Range(0, Outputs).Where(k => Signs[r * Outputs + k] != 0.0))
            {
                foreach (int l in Enumerable.Range(0, Outputs).Where(l => Signs[r * Outputs + l] != 0.0))
                {
                    double sign = Signs[r * Outputs + k] * Signs[r * Outputs + l];
                    foreach (int i in set)
                    {
                        foreach (int j in set) counts[k * n + i, l * n + j] += sign;
                    }
                }
            }
        }

        return Matrix<double>.Build.Dense(Outputs * n, Outputs * n, (p, q) => counts[p, q] * Scale * Scale * kernel[p % n * n + q % n]);
    }

    /// <summary>s Σ_k a_rk v_ki.</summary>
    private double Weight(int r, int i, int n, ReadOnlySpan<double> v)
    {
        double sum = 0.0;
        for (int k = 0; k < Outputs; k++) sum += Signs[r * Outputs + k] * v[k * n + i];
        return Scale * sum;
    }
}
