namespace Engine;

/// <summary>What the classification losses share: logarithms near 1, and the curvature along one output.</summary>
internal static class Odds
{
    // A sample taken for another class asks for a step of one over the probability of its own: without a limit a single wrong label would bend every step.
    private const double LeastRight = 1.0 / 16;

    /// <summary>ln(1 + x) for x at least 0, with full relative precision.</summary>
    /// <remarks>Higham, Accuracy and Stability of Numerical Algorithms, problem 1.5 and section 1.14.1: the error of 1 + x cancels.</remarks>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>ln(1 + e^-x).</summary>
    public static double SoftMinus(double x) => x >= 0 ? LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x)) - x;

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>S and |u| along one output, whose loss with the others held fixed is ln(1 + e^-m): gradient w wrong, curvature w wrong right.</summary>
    /// <param name="weight">w.</param>
    /// <param name="wrong">1 / (1 + e^m).</param>
    /// <param name="right">1 / (1 + e^-m).</param>
    /// <param name="factor">S^2 over the curvature.</param>
    /// <param name="size">|u|.</param>
    /// <returns>S.</returns>
    public static double Curve(double weight, double wrong, double right, double factor, out double size)
    {
        double bent = factor * Math.Max(right, LeastRight);
        size = Math.Sqrt(weight * (wrong / bent));
        return Math.Sqrt(weight * wrong * bent);
    }
}
