using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Engine.Perf;

/// <summary>Runs a Python script of ours on a table, as a child process.</summary>
internal static class PythonChild
{
    /// <summary>Environment variable that names a Python; without it <c>python3</c> is asked.</summary>
    public const string Variable = "ENGINE_PYTHON";

    // What made PyTorch up to four times faster on the CPU: threads that sleep while they wait, and memory that is kept.
    private static readonly (string Name, string Value)[] s_environment =
    [
        ("OPENBLAS_CORETYPE", "SkylakeX"), ("OMP_WAIT_POLICY", "passive"), ("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"),
        ("MALLOC_MMAP_THRESHOLD_", "17179869184"), ("MALLOC_TRIM_THRESHOLD_", "34359738368"), ("MALLOC_TOP_PAD_", "268435456"),
    ];

    /// <summary>Writes both parts to a table of numbers, targets last, and runs the script on it; its standard input says how many rows are for training.</summary>
    /// <returns>Its lines, one JSON object each.</returns>
    /// <exception cref="ComparisonFailedException">There is no Python, a module is missing, or the script failed.</exception>
    public static JsonObject[] Run(string script, DatasetSplit split, params string[] arguments)
    {
        string table = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(table, Lines(split.Train).Concat(Lines(split.Test)));
            string output = Start($"{split.Train.Count}\n", [Path.Combine(AppContext.BaseDirectory, script), table, .. arguments]);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
        }
        finally
        {
            File.Delete(table);
        }
    }

    private static IEnumerable<string> Lines(Dataset data) =>
        Enumerable.Range(0, data.Count).Select(i => string.Join(',', data.Row(i).ToArray().Select(cell => cell.ToString(CultureInfo.InvariantCulture)).Append(Target(data, i))));

    private static string Target(Dataset data, int row) =>
        data.Task == TaskKind.Classification ? $"{data.Labels[row]}" : data.Targets[row].ToString(CultureInfo.InvariantCulture);

    private static string Start(string input, string[] arguments)
    {
        string python = Environment.GetEnvironmentVariable(Variable) ?? "python3";
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        foreach ((string name, string value) in s_environment) start.Environment[name] = value;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) return output;
            throw new ComparisonFailedException($"not run: {python} could not ({Variable} names another Python): {errors.Result.Trim().Split('\n')[^1]}");
        }
        catch (Exception cause) when (cause is Win32Exception or IOException)
        {
            throw new ComparisonFailedException($"not run: {python} did not start ({Variable} names another Python): {cause.Message}");
        }
    }
}
