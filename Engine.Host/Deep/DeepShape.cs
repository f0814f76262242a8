namespace Engine;

/// <summary>What the training loop sees of a deep network: the units of the trained layer and those above, products counted singly.</summary>
/// <param name="stack">The first trained layer and those above it.</param>
/// <param name="seed">Seed of the weights.</param>
internal sealed class DeepShape(LayerStack stack, ulong seed) : INetworkShape
{
    /// <inheritdoc/>
    public int Width => stack.Layers.Sum(layer => layer.Units);

    /// <inheritdoc/>
    public int Dimension => 1;

    /// <inheritdoc/>
    public int Outputs => stack.Readout.Outputs;

    /// <inheritdoc/>
    public OutputWiring Wiring => stack.Readout.Wiring;

    /// <inheritdoc/>
    public double OutputScale => stack.Readout.Scale;

    /// <inheritdoc/>
    public ulong Seed => seed;
}
