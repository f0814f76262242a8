namespace Engine;

/// <summary>How far probabilities are from what happens.</summary>
internal static class Calibration
{
    private const int Bins = 15;

    /// <summary>Expected calibration error: rows in 15 bins of equal width by the probability of the class they were given, |accuracy - mean probability| of each, by rows.</summary>
    /// <param name="probabilities">(n, classes).</param>
    /// <param name="truth">Class of every row.</param>
    /// <remarks>Guo, Pleiss, Sun, Weinberger, On Calibration of Modern Neural Networks, 2017 (1706.04599), section 2: bins (b / 15, (b + 1) / 15].</remarks>
    public static double ExpectedError(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> truth)
    {
        Span<double> excess = stackalloc double[Bins];
        excess.Clear();
        int classes = probabilities.Length / truth.Length;
        for (int i = 0; i < truth.Length; i++)
        {
            ReadOnlySpan<double> row = probabilities.Slice(i * classes, classes);
            int chosen = 0;
            for (int k = 1; k < classes; k++)
            {
                if (row[k] > row[chosen]) chosen = k;
            }

            excess[Math.Clamp((int)Math.Ceiling(row[chosen] * Bins) - 1, 0, Bins - 1)] += (chosen == truth[i] ? 1 : 0) - row[chosen];
        }

        double sum = 0;
        foreach (double bin in excess) sum += Math.Abs(bin);
        return sum / truth.Length;
    }
}
