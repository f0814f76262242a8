using System.Globalization;
using System.Text.Json;

namespace Engine;

/// <summary>The metadata of a model file: everything about a network that is not a tensor, as text.</summary>
internal static class ModelMetadata
{
    /// <summary>Key of the format's name and version.</summary>
    public const string FormatKey = "format";

    /// <summary>The format this program writes, and the only one it reads.</summary>
    public const string Format = "engine.wide-network.1";

    /// <summary>Key of what the weights are stored as.</summary>
    public const string StorageKey = "storage";

    /// <summary>W itself.</summary>
    public const string StoredWeights = "weights";

    /// <summary>C and X; W(0) from the seed.</summary>
    public const string StoredCoefficients = "coefficients";

    /// <summary>Keys of single settings.</summary>
    public const string WidthKey = "width", InputsKey = "inputs", DimensionKey = "dimension", OutputsKey = "outputs", ShiftKey = "shift", WiringKey = "wiring",
        SeedKey = "seed", TaskKey = "task", ClassesKey = "classes", FeaturesKey = "features", TargetMeanKey = "target.mean",
        TargetScaleKey = "target.scale", ConstantKey = "transform.constant", TrainingKey = "training",
        RawKey = "transform.raw";

    /// <summary>What a file of this network says.</summary>
    public static Dictionary<string, string> Of(WideNetwork network, bool compact)
    {
        Dictionary<string, string> metadata = Common(network, Format);
        metadata[StorageKey] = compact ? StoredCoefficients : StoredWeights;
        metadata[WidthKey] = Text(network.Width);
        metadata[DimensionKey] = Text(network.Dimension);
        metadata[ShiftKey] = Text(network.Core.Shift);
        metadata[WiringKey] = network.Wiring.ToString();
        return metadata;
    }

    /// <summary>What files of all networks say.</summary>
    public static Dictionary<string, string> Common(Network network, string format)
    {
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = format,
            [InputsKey] = Text(network.InputDimension),
            [OutputsKey] = Text(network.Outputs),
            [SeedKey] = Text(network.Seed),
            [TaskKey] = network.Task.ToString(),
            [ClassesKey] = JsonSerializer.Serialize(network.ClassNames.ToArray(), ModelJson.Default.StringArray),
            [FeaturesKey] = JsonSerializer.Serialize(network.FeatureNames.ToArray(), ModelJson.Default.StringArray),
            [TargetMeanKey] = Text(network.Meaning.Mean),
            [TargetScaleKey] = Text(network.Meaning.Scale),
            [ConstantKey] = Text(network.Transform.AppendedConstant),
        };
        if (network.Transform.IsIdentity) metadata[RawKey] = "true";
        if (network.Training is { } training) metadata[TrainingKey] = JsonSerializer.Serialize(training, ModelJson.Default.TrainingSummary);
        return metadata;
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
