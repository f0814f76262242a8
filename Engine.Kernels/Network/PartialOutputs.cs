namespace Engine.Kernels;

/// <summary>Adds up the outputs that ranges of neurons have computed for themselves.</summary>
internal static class PartialOutputs
{
    /// <summary>outputs = scale times the sum over all ranges, in their order.</summary>
    /// <param name="ranges">The neurons of each part.</param>
    /// <param name="samples">n.</param>
    /// <param name="part">The part of range s: (OutputCount, n).</param>
    /// <param name="scale">What sums are multiplied by.</param>
    /// <param name="outputs">(K, n), overwritten.</param>
    public static void AddUp(IReadOnlyList<NeuronRange> ranges, int samples, Func<int, ReadOnlySpan<double>> part, double scale, Span<double> outputs)
    {
        outputs.Clear();
        for (int s = 0; s < ranges.Count; s++)
        {
            ReadOnlySpan<double> own = part(s);
            Span<double> sum = outputs.Slice(ranges[s].FirstOutput * samples, own.Length);
            for (int p = 0; p < own.Length; p++) sum[p] += own[p];
        }

        foreach (ref double output in outputs) output *= scale;
    }
}
