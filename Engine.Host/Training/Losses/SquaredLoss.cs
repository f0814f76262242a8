namespace Engine;

/// <summary>1/2 w (f - y)^2.</summary>
/// <param name="targets">y, (K, n).</param>
/// <param name="weights">w, (n); null for 1.</param>
internal sealed class SquaredLoss(double[] targets, double[]? weights = null) : ILoss
{
    /// <inheritdoc/>
    public bool IsPlain => weights is null;

    /// <inheritdoc/>
    public double[]? Weights => weights;

    /// <inheritdoc/>
    public double LargestCurvature => 1;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> outputs, Span<double> gradient)
    {
        double sum = 0;
        for (int p = 0; p < outputs.Length; p++)
        {
            double error = outputs[p] - targets[p];
            gradient[p] = weights is null ? error : weights[p % weights.Length] * error;
            sum += gradient[p] * error;
        }

        return sum / 2;
    }

    /// <inheritdoc/>
    public void Curve(ReadOnlySpan<double> outputs, Span<double> root, Span<double> scaled)
    {
        for (int p = 0; p < outputs.Length; p++)
        {
            root[p] = weights is null ? 1 : Math.Sqrt(weights[p % weights.Length]);
            scaled[p] = root[p] * (outputs[p] - targets[p]);
        }
    }
}
