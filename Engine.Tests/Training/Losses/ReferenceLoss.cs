namespace Engine.Tests.Training.Losses;

/// <summary>Losses by their definitions, without any care for rounding, from outputs (K, n).</summary>
/// <param name="Value">The sum over samples.</param>
/// <param name="Gradient">dloss/df.</param>
/// <param name="Curvature">S²: exact for one output, 2 p (1 - p) for softmax with p at least 1/16 on the right side, the weights of least squares for Huber.</param>
internal sealed record ReferenceLoss(double Value, double[] Gradient, double[] Curvature)
{
    private const double LeastRight = 1.0 / 16.0;

    internal static ReferenceLoss Of(LossKind kind, double[] outputs, double[] targets, double[]? weights, int samples, double delta)
    {
        double value = 0.0;
        double[] gradient = new double[outputs.Length], curvature = new double[outputs.Length];
        int count = outputs.Length / samples;
        for (int p = 0; p < outputs.Length; p++)
        {
            double w = weights is null ? 1.0 : weights[p % samples], f = outputs[p], y = targets[p], error = f - y;
            switch (kind)
            {
                case LossKind.Squared:
                    (value, gradient[p], curvature[p]) = (value + w * error * error / 2.0, w * error, w);
                    break;
                case LossKind.Huber when Math.Abs(error) <= delta:
                    (value, gradient[p], curvature[p]) = (value + w * error * error / 2.0, w * error, w);
                    break;
                case LossKind.Huber:
                    (value, gradient[p], curvature[p]) = (value + w * delta * (Math.Abs(error) - delta / 2.0), w * delta * Math.Sign(error), w * delta / Math.Abs(error));
                    break;
                case LossKind.CrossEntropy when count == 1:
                    double right = 1.0 / (1.0 + Math.Exp(-y * f));
                    (value, gradient[p], curvature[p]) = (value - w * Math.Log(right), -w * y * (1.0 - right), w * (1.0 - right) * Math.Max(right, LeastRight));
                    break;
                default:
                    double total = Enumerable.Range(0, count).Sum(k => Math.Exp(outputs[k * samples + p % samples])), own = Math.Exp(f) / total;
                    double agrees = y > 0.0 ? own : 1.0 - own;
                    value -= y > 0.0 ? w * Math.Log(own) : 0.0;
                    (gradient[p], curvature[p]) = (w * (y > 0.0 ? own - 1.0 : own), 2.0 * w * (1.0 - agrees) * Math.Max(agrees, LeastRight));
                    break;
            }
        }

        return new ReferenceLoss(value, gradient, curvature);
    }
}
