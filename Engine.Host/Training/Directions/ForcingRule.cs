namespace Engine;

/// <summary>How accurately the system of a step is worth solving.</summary>
/// <param name="target">Relative loss at which training will end.</param>
/// <param name="share">What a solve may leave over, of what the step will leave over anyway: <see cref="Little"/> or <see cref="Most"/>.</param>
/// <remarks>The residual a solve leaves over stays in the loss. The next ratio |e_t+1| / |e_t| is hardly below the square of the last one. Eisenstat and Walker 1996, choice 2.</remarks>
internal sealed class ForcingRule(double target, double share)
{
    /// <summary>For solves of few iterations: it costs the step nothing.</summary>
    public const double Little = 0.1;

    /// <summary>For solves of many, which pay more for accuracy than another step costs.</summary>
    public const double Most = 0.9;

    private const double LoosestOfFew = 1e-2, TightestTolerance = 1e-10, RidgeTolerance = 1e-6;

    private double _first;
    private double _last;
    private double _ratio;

    /// <summary>What the solve of this step may leave over: a share of the square of the last contraction, or of what is left to the target.</summary>
    public double Tolerance(TrainingState state)
    {
        double norm = Math.Sqrt(2 * state.Loss);
        if (_first == 0) _first = norm;
        // A step that is tried again with more damping starts where it started before.
        if (norm != _last) (_ratio, _last) = (_last > 0 ? norm / _last : 1, norm);
        double left = norm > 0 ? Math.Sqrt(target) * _first / norm : 1;
        double tolerance = Math.Clamp(share * Math.Max(_ratio * _ratio, left), TightestTolerance, share == Little ? LoosestOfFew : share / 2);
        return state.Ridge > 0 ? Math.Min(tolerance, RidgeTolerance) : tolerance;
    }
}
