using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Engine.Cli;

/// <summary>The option <c>--json</c>, and what it promises: standard output gets one line with one object.</summary>
internal static class JsonOutput
{
    /// <summary>Name of the option.</summary>
    public const string OptionName = "--json";

    /// <summary>The option.</summary>
    /// <param name="description">What the object holds.</param>
    public static Option<bool> Option(string description) => new(OptionName) { Description = description };

    /// <summary>Writes one line.</summary>
    public static void Write<T>(TextWriter target, T report, JsonTypeInfo<T> type) => target.WriteLine(JsonSerializer.Serialize(report, type));
}
