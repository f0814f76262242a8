using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Rows and fits as one JSON object each.</summary>
internal static class JsonRows
{
    /// <summary>Names, times and ratio, then the details.</summary>
    public static JsonObject Of(string benchmark, Measurement row)
    {
        var node = new JsonObject
        {
            ["name"] = benchmark,
            ["case"] = row.Case,
            ["seconds"] = row.Seconds,
            ["baseline"] = row.Baseline,
            ["ratio"] = row.Ratio,
            ["unit"] = row.Unit,
            ["value"] = row.Value,
        };
        if (row.Size is { } m) node["m"] = m;
        foreach ((string key, JsonNode? value) in row.Details) node[key] = value?.DeepClone();
        return node;
    }

    /// <summary>The exponent with its 95 % interval.</summary>
    public static JsonObject Of(string benchmark, ScalingFit fit) => new()
    {
        ["name"] = benchmark,
        ["case"] = $"{fit.Series} exponent",
        ["exponent"] = fit.Exponent,
        ["low"] = fit.Exponent - fit.HalfWidth,
        ["high"] = fit.Exponent + fit.HalfWidth,
        ["from"] = fit.From,
        ["to"] = fit.To,
        ["points"] = fit.Points,
    };
}
