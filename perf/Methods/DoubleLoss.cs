using Engine.Kernels;

namespace Engine.Perf;

/// <summary>The squared loss with outputs computed in fp64 from the weights: what a run that updates scores in fp32 has really reached.</summary>
internal static class DoubleLoss
{
    /// <summary>1/2 |f - y|^2.</summary>
    /// <param name="core">The network.</param>
    /// <param name="rows">(n, d), unit rows.</param>
    /// <param name="targets">(K, n).</param>
    /// <remarks>2 m n d operations, neurons cut into fixed ranges.</remarks>
    public static double Of(NetworkCore core, float[] rows, double[] targets)
    {
        int d = core.Dimension, n = rows.Length / d;
        bool grouped = core.Wiring == OutputWiring.Grouped;
        double[] samples = [.. rows.Select(x => (double)x)];
        NeuronRange[] ranges = NeuronRange.Cut(core.Width, core.Outputs, grouped);
        var parts = new double[ranges.Length][];
        Parallel.For(0, ranges.Length, item =>
        {
            NeuronRange range = ranges[item];
            var part = new double[range.OutputCount * n];
            var w = new double[d];
            for (int r = range.First; r < range.First + range.Count; r++)
            {
                Span<float> weights = core.Weights.Slice((long)r * d, d), signs = core.Signs.Slice(grouped ? r : (long)r * core.Outputs, range.OutputCount);
                for (int k = 0; k < d; k++) w[k] = weights[k];
                for (int i = 0; i < n; i++)
                {
                    double above = VectorArithmetic.Dot(w, samples.AsSpan(i * d, d)) - core.Shift;
                    if (above <= 0) continue;
                    for (int k = 0; k < range.OutputCount; k++) part[k * n + i] += signs[k] * above;
                }
            }

            parts[item] = part;
        });
        var outputs = new double[core.Outputs * n];
        for (int item = 0; item < ranges.Length; item++)
        {
            for (int p = 0; p < parts[item].Length; p++) outputs[ranges[item].FirstOutput * n + p] += core.OutputScale * parts[item][p];
        }

        double sum = 0;
        for (int p = 0; p < outputs.Length; p++) sum += (outputs[p] - targets[p]) * (outputs[p] - targets[p]);
        return sum / 2;
    }
}
