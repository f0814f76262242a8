namespace Engine.Kernels;

/// <summary>How far the weights are from the start: sums over neurons, in fp64.</summary>
/// <param name="Squared">|W - W(0)|^2.</param>
/// <param name="Largest">max_r |w_r - w_r(0)|^2.</param>
internal readonly record struct Displacement(double Squared, double Largest)
{
    /// <summary>One more neuron.</summary>
    /// <param name="square">|w_r - w_r(0)|^2.</param>
    public Displacement With(double square) => new(Squared + square, Math.Max(Largest, square));

    /// <summary>Those of several ranges, added in order.</summary>
    public static Displacement Sum(ReadOnlySpan<Displacement> parts)
    {
        Displacement total = default;
        foreach (Displacement part in parts) total = new Displacement(total.Squared + part.Squared, Math.Max(total.Largest, part.Largest));
        return total;
    }
}
