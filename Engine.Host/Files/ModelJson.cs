using System.Text.Json.Serialization;

namespace Engine;

/// <summary>How the structured parts of a model's metadata are read and written: generated code, no reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(bool[]))]
[JsonSerializable(typeof(TrainingSummary))]
internal sealed partial class ModelJson : JsonSerializerContext;
