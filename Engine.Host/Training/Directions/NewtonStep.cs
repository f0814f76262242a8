namespace Engine;

/// <summary>What directions of second order have in common.</summary>
internal static class NewtonStep
{
    /// <summary>
    /// The longest coefficient of a step that can be taken back: they are fp32, and what a longer one adds would swallow them. Contradicting labels ask for such steps;
    /// more damping is what they need.
    /// </summary>
    public const double LongestCoefficient = 1000;

    /// <summary>1 - beta: the share of W - W(0) a full step gives up.</summary>
    public static double Shrink(TrainingState state, double damping) => state.Ridge == 0 ? 0 : state.Ridge / (state.Ridge + damping);

    /// <summary>The largest change of a coefficient that a direction S v asks for; NaN when it is not finite.</summary>
    /// <param name="state">The run.</param>
    /// <param name="direction">v.</param>
    /// <param name="root">S, a diagonal; null for 1.</param>
    public static double Longest(TrainingState state, double[] direction, double[]? root = null)
    {
        double largest = 0;
        for (int p = 0; p < direction.Length; p++) largest = Math.Max(largest, Math.Abs(root is null ? direction[p] : root[p] * direction[p]));
        return largest * state.Network.OutputScale;
    }

    /// <summary>Mean of the diagonals of the Gram matrices at the present point.</summary>
    public static double MeanDiagonal(TrainingState state)
    {
        int systems = state.Network.Wiring == OutputWiring.Grouped ? state.Network.Outputs : 1;
        return state.Point.Counts.Fires * state.Network.OutputScale * state.Network.OutputScale / ((double)state.Count * systems);
    }

    /// <summary>Slope and displacement products of a step.</summary>
    /// <param name="state">The run.</param>
    /// <param name="residual">f - y.</param>
    /// <param name="direction">g.</param>
    /// <param name="image">J J^T g.</param>
    /// <param name="linear">J (W - W(0)); looked at under a ridge only.</param>
    /// <param name="shrink">1 - beta.</param>
    public static DirectionReport Report(TrainingState state, double[] residual, double[] direction, double[] image, double[] linear, double shrink)
    {
        double residualAlongStep = 0, squared = 0, product = 0;
        for (int i = 0; i < direction.Length; i++)
        {
            residualAlongStep -= residual[i] * (image[i] + shrink * linear[i]);
            squared += direction[i] * image[i];
            product -= linear[i] * direction[i];
        }

        double kept = 1 - shrink, displacement = state.DisplacementSquared;
        double targetProduct = kept * displacement + product;
        return new DirectionReport
        {
            Solved = true,
            Slope = residualAlongStep + state.Ridge * (targetProduct - displacement),
            Shrink = shrink,
            TargetSquared = kept * kept * displacement + 2 * kept * product + squared,
            TargetProduct = targetProduct,
        };
    }
}
