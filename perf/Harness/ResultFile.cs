using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Files a run under perf/results: all fields as JSON, the tables as Markdown.</summary>
internal static class ResultFile
{
    private const string Folder = "perf/results";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Writes both files, replacing those of an earlier run on the same kind of machine.</summary>
    public static void Write(string benchmark, RunSettings settings, IReadOnlyList<Measurement> rows, IReadOnlyList<ScalingFit> fits)
    {
        Machine machine = Machine.Current;
        JsonObject origin = Origin(benchmark, settings, machine);
        string folder = Path.Combine(Git("rev-parse", "--show-toplevel"), Folder, machine.Slug);
        Directory.CreateDirectory(folder);
        var document = new JsonObject
        {
            ["origin"] = origin,
            ["rows"] = new JsonArray([.. rows.Select(row => JsonRows.Of(benchmark, row))]),
            ["fits"] = new JsonArray([.. fits.Select(fit => JsonRows.Of(benchmark, fit))]),
        };
        File.WriteAllText(Path.Combine(folder, benchmark + ".json"), document.ToJsonString(s_indented) + "\n");
        string facts = string.Join("\n", origin.Select(pair => $"- {pair.Key}: {pair.Value}"));
        File.WriteAllText(Path.Combine(folder, benchmark + ".md"), $"# {benchmark}\n\n{facts}\n\n{TextTable.Of(rows)}\n{TextTable.Of(fits)}");
        Console.Error.WriteLine($"saved {Folder}/{machine.Slug}/{benchmark}.json and .md");
    }

    private static JsonObject Origin(string benchmark, RunSettings settings, Machine machine)
    {
        string command = $"dotnet run -c Release --project perf -- run {benchmark}"
            + (settings.Cases is null ? "" : $" --cases {settings.Cases}") + (settings.Quick ? " --quick" : "") + " --save";
        return new JsonObject
        {
            ["cpu"] = machine.Cpu,
            ["cores"] = machine.Cores,
            ["isa"] = machine.Isa,
            ["os"] = machine.Os,
            ["runtime"] = machine.Runtime,
            ["commit"] = Git("rev-parse", "HEAD"),
            // Results of other benchmarks of the same session do not make the tree dirty.
            ["cleanTree"] = Git("status", "--porcelain", "--", ":/", $":(top,exclude){Folder}").Length == 0,
            ["command"] = command,
            ["date"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    private static string Git(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}; --save needs a checkout.");
        return output;
    }
}
