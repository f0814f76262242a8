namespace Engine;

/// <summary>Levenberg-Marquardt damping, relative to the mean diagonal of the Gram matrices.</summary>
internal sealed class DampingRule
{
    // A system that is not positive definite, or a step nobody wants, is tried again with more damping.
    private const double Factor = 10;
    private const double Largest = 10;

    // Share of the decrease that the linearisation promised, below which damping grows and above which it shrinks (Nocedal and Wright,
    // Numerical Optimization, algorithm 4.1); it also grows after a step that had to be cut this short.
    private const double PoorGain = 0.25, GoodGain = 0.75, ShortStep = 0.5;

    private readonly double _least;

    /// <param name="least">Where it starts and whither it returns, above 0.</param>
    public DampingRule(double least) => Value = _least = least;

    /// <summary>Damping of the next step.</summary>
    public double Value { get; private set; }

    /// <inheritdoc cref="INewtonDirection.Raise"/>
    public bool Raise()
    {
        if (Value >= Largest) return false;
        Value = Math.Min(Largest, Value * Factor);
        return true;
    }

    /// <inheritdoc cref="INewtonDirection.Learn"/>
    public void Learn(double length, double decrease, double slope)
    {
        double gain = decrease / (-slope / 2);
        if (gain < PoorGain || length < ShortStep) Raise();
        else if (gain > GoodGain) Value = Math.Max(_least, Value / Factor);
    }
}
