namespace Engine;

/// <summary>The sizes of a stack of layers, without its weights: what plans are made from.</summary>
/// <param name="Layers">Bottom first.</param>
/// <param name="Outputs">K.</param>
/// <param name="Wiring">Which outputs a unit of the last layer feeds.</param>
internal sealed record StackOutline(IReadOnlyList<LayerOutline> Layers, int Outputs, OutputWiring Wiring)
{
    /// <summary>Bytes of all weights.</summary>
    public long WeightBytes =>
        Layers.Sum(layer => Kernels.UnitPanels.BytesFor(layer.Units, layer.Inputs)) + (Layers[^1].Units * (Wiring == OutputWiring.Grouped ? 1L : Outputs) + Outputs) * sizeof(float);

    /// <summary>The sizes of a stack that is there.</summary>
    public static StackOutline Of(LayerStack stack) =>
        new([.. stack.Layers.Select(layer => new LayerOutline(layer.Units, layer.Weights.Inputs, layer.Shift))], stack.Readout.Outputs, stack.Readout.Wiring);
}
