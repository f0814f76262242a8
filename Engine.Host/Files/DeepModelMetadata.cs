using System.Globalization;
using System.Text.Json;

namespace Engine;

/// <summary>The metadata of a deep network's file: what a reader of plain weights and biases would not know.</summary>
internal static class DeepModelMetadata
{
    /// <summary>The format this program writes.</summary>
    public const string Format = "engine.deep-network.1";

    /// <summary>Keys of single settings, beside those of <see cref="ModelMetadata"/>.</summary>
    public const string ShiftsKey = "shifts", GainsKey = "gains", NormalisedKey = "normalised", BiasesKey = "biases", FormKey = "form", ScaleKey = "readout.scale";

    /// <summary>What a file of this network says.</summary>
    public static Dictionary<string, string> Of(DeepNetwork network)
    {
        IReadOnlyList<HiddenLayer> layers = network.Stack.Layers;
        Dictionary<string, string> metadata = ModelMetadata.Common(network, Format);
        metadata[ModelMetadata.DimensionKey] = layers[0].RealInputs.ToString(CultureInfo.InvariantCulture);
        metadata[ModelMetadata.WiringKey] = network.Wiring.ToString();
        metadata[FormKey] = network.Form.ToString();
        metadata[ShiftsKey] = JsonSerializer.Serialize([.. layers.Select(layer => layer.Shift)], ModelJson.Default.SingleArray);
        metadata[GainsKey] = JsonSerializer.Serialize([.. layers.Select(layer => layer.Gain)], ModelJson.Default.SingleArray);
        metadata[NormalisedKey] = JsonSerializer.Serialize([.. layers.Select(layer => layer.Normalised)], ModelJson.Default.BooleanArray);
        metadata[BiasesKey] = JsonSerializer.Serialize([.. layers.Select(layer => layer.HasBias)], ModelJson.Default.BooleanArray);
        metadata[ScaleKey] = network.Stack.Readout.Scale.ToString(CultureInfo.InvariantCulture);
        return metadata;
    }
}
