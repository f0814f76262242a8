namespace Engine;

/// <summary>w (f - y)^2 / 2 where |f - y| is at most delta, w delta (|f - y| - delta / 2) beyond.</summary>
/// <param name="targets">y, (K, n).</param>
/// <param name="delta">In the units of y, above 0.</param>
/// <param name="weights">w, (n); null for 1.</param>
/// <remarks>
/// Huber, Annals of Mathematical Statistics 35, 1964. The second derivative is 0 for outliers; the model takes gradient over error instead, min(1, delta / |f - y|), the
/// weights of iteratively reweighted least squares (Holland and Welsch, Communications in Statistics 6, 1977). That parabola lies above the loss everywhere, so a step
/// of the linearised network lowers it.
/// </remarks>
internal sealed class HuberLoss(double[] targets, double delta, double[]? weights = null) : ILoss
{
    /// <inheritdoc/>
    public bool IsPlain => false;

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
            double error = outputs[p] - targets[p], near = Math.Clamp(error, -delta, delta), w = Weight(p);
            gradient[p] = w * near;
            // error^2 / 2 within; delta (|error| - delta / 2) beyond.
            sum += w * near * (error - near / 2);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Curve(ReadOnlySpan<double> outputs, Span<double> root, Span<double> scaled)
    {
        for (int p = 0; p < outputs.Length; p++)
        {
            double error = outputs[p] - targets[p], distance = Math.Abs(error), w = Weight(p);
            bool near = distance <= delta;
            root[p] = Math.Sqrt(near ? w : w * (delta / distance));
            scaled[p] = near ? root[p] * error : Math.CopySign(Math.Sqrt(w * delta * distance), error);
        }
    }

    private double Weight(int p) => weights is null ? 1 : weights[p % weights.Length];
}
