using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Gpu;

/// <summary>What is filed of a run: device, driver, software, conformance, rates.</summary>
internal static class ResultsFile
{
    // Where the NVIDIA kernel module says its version on Linux.
    private const string DriverFile = "/proc/driver/nvidia/version";

    // The SDK writes the commit it built behind the version.
    private static string Commit =>
        typeof(ComputeDevice).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+').ElementAtOrDefault(1) ?? "unknown";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>The object of one device.</summary>
    public static JsonObject Of(
        DeviceListing listing, ComputeDevice device, bool quick, ConformanceSummary conformance, ConformanceSummary? own, IReadOnlyList<DeviceMeasurement> rows, string? trouble) => new()
        {
            ["id"] = listing.Id,
            ["device"] = listing.Description,
            ["denseProducts"] = device is AcceleratorDevice { VendorProducts: { } vendor } ? vendor.Name : "own kernel",
            ["build"] = DeviceCatalog.Build,
            ["driver"] = File.Exists(DriverFile) ? File.ReadLines(DriverFile).First() : "unknown",
            ["commit"] = Commit,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["command"] = $"engine-gpu {string.Join(' ', Environment.GetCommandLineArgs().Skip(1))}".TrimEnd(),
            ["quick"] = quick,
            ["conformance"] = Summary(conformance),
            ["conformanceWithOwnProducts"] = own is null ? null : Summary(own),
            ["benchmarksFailed"] = trouble,
            ["rows"] = new JsonArray([.. rows.Select(Row)]),
        };

    /// <summary>Writes the file.</summary>
    public static void Write(string path, JsonArray results)
    {
        File.WriteAllText(path, results.ToJsonString(s_indented) + "\n");
        Console.WriteLine($"results: {path}");
    }

    private static JsonObject Summary(ConformanceSummary conformance) => new()
    {
        ["passed"] = conformance.Passed,
        ["failed"] = new JsonArray([.. conformance.Failures.Select(failure => JsonValue.Create(failure))]),
        ["seconds"] = Math.Round(conformance.Seconds, 1),
    };

    private static JsonNode Row(DeviceMeasurement row) => new JsonObject
    {
        ["operation"] = row.Operation,
        ["shape"] = row.Shape,
        ["seconds"] = row.Seconds,
        ["rate"] = Math.Round(row.Rate, 1),
        ["unit"] = row.Unit,
        ["ceiling"] = row.Ceiling,
        ["ceilingRate"] = Math.Round(row.CeilingRate, 1),
        ["percent"] = Math.Round(row.Percent, 1),
    };
}
