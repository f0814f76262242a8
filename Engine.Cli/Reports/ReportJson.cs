using System.Text.Json.Serialization;

namespace Engine.Cli;

/// <summary>How reports become JSON: camel case, on one line; what does not apply is absent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrainReport))]
[JsonSerializable(typeof(FineTuneReport))]
[JsonSerializable(typeof(EvaluateReport))]
[JsonSerializable(typeof(InspectReport))]
[JsonSerializable(typeof(DevicesReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(QuantumReport))]
[JsonSerializable(typeof(ErrorReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
