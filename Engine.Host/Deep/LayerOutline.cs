namespace Engine;

/// <summary>The sizes of a hidden layer.</summary>
/// <param name="Units">m.</param>
/// <param name="Inputs">p, the constant of a bias included.</param>
/// <param name="Shift">b.</param>
internal readonly record struct LayerOutline(int Units, int Inputs, float Shift)
{
    /// <summary>Units that fire on a sample, if pre-activations are standard normal.</summary>
    public double Fired => Units * NormalDistribution.UpperTail(Shift);
}
