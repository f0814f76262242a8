namespace Engine;

/// <summary>w ln(1 + e^(-y f)), y = -1 or +1: cross-entropy of two classes that share one output.</summary>
/// <param name="targets">y, (n).</param>
/// <param name="weights">w, (n); null for 1.</param>
internal sealed class LogisticLoss(double[] targets, double[]? weights = null) : ILoss
{
    /// <inheritdoc/>
    public bool IsPlain => false;

    /// <inheritdoc/>
    public double[]? Weights => weights;

    /// <inheritdoc/>
    public double LargestCurvature => 0.25;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> outputs, Span<double> gradient)
    {
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double margin = targets[i] * outputs[i], w = weights is null ? 1 : weights[i];
            sum += w * Odds.SoftMinus(margin);
            gradient[i] = -targets[i] * w * Odds.Logistic(-margin);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Curve(ReadOnlySpan<double> outputs, Span<double> root, Span<double> scaled)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            double margin = targets[i] * outputs[i];
            root[i] = Odds.Curve(weights is null ? 1 : weights[i], Odds.Logistic(-margin), Odds.Logistic(margin), factor: 1, out double size);
            scaled[i] = -targets[i] * size;
        }
    }
}
