namespace Engine;

/// <summary>Cycles of one neuron and step by update form.</summary>
/// <param name="Primal">In primal form.</param>
/// <param name="Dual">In dual form.</param>
internal readonly record struct UpdateCycles(double Primal, double Dual)
{
    /// <summary>In the faster form.</summary>
    public double Least => Math.Min(Primal, Dual);
}
