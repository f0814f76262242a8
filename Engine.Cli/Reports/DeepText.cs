namespace Engine.Cli;

/// <summary>What commands say of deep networks.</summary>
internal static class DeepText
{
    /// <summary>Layers, outputs, wiring, shifts, normalisation.</summary>
    public static string Describe(DeepNetwork network) =>
        $"{network.Depth} hidden layers of {string.Join(", ", network.Widths.Select(width => $"{width:N0}"))} neurons, "
        + $"{network.Outputs} {(network.Outputs == 1 ? "output" : "outputs")}, {WordOption<OutputWiring>.Word(network.Wiring)} wiring, "
        + $"{WordOption<ShiftForm>.Word(network.Form)} activation, shifts {string.Join(", ", network.Shifts.Select(shift => $"{shift:0.###}"))}"
        + $"{(network.Transform.IsIdentity ? "" : $": {string.Join(", ", Enumerable.Range(0, network.Depth).Select(l => Figures.Percent(FireFraction(network, l))))} fire on a sample at the start")}"
        + $"{(network.NormalizeHidden ? ", rows between layers of unit length" : "")}, seed {network.Seed}";

    /// <summary>What fires on the samples, layer by layer, and whether anything of each gets through.</summary>
    public static string Fires(IReadOnlyList<FireStatistics> fired) =>
        $"{string.Join(", ", fired.Select(layer => $"{Figures.Percent(layer.Mean / layer.Units)} ({layer.Fewest:N0} to {layer.Most:N0})"))} of the units of each layer on a row trained on; "
        + (fired.All(layer => layer.Fewest > 0) ? "no dead inputs" : "there are DEAD INPUTS: rows on which a layer is silent");

    /// <summary>P(N &gt; b) of a layer.</summary>
    public static double FireFraction(DeepNetwork network, int layer) => network.FireFractions[layer];

    /// <summary>What is trained, in words.</summary>
    public static string Trained(DeepNetwork network, DeepPlan plan) => plan.FirstTrained == network.Depth - 1
        ? $"trains the last matrix, {network.Widths[^1]:N0} units wide, in {plan.Form} form"
        : $"trains layers {plan.FirstTrained + 1} to {network.Depth}, the first of them in {plan.Form} form";
}
