using System.Globalization;
using System.Text;
using System.Text.Json;
using Engine.Tests.Kernels;
using Xunit;

namespace Engine.Tests.House;

/// <summary>What README shows is what the tree holds. <c>ENGINE_ACCEPT=1 dotnet test</c> writes the blocks anew instead of comparing.</summary>
public sealed class ReadmeTests
{
    private const string Readme = "README.md";

    [Fact]
    public void Snippet_IsTheQuickstartProgram_OfAtMostFifteenLines()
    {
        string program = Repository.Read("samples/quickstart/Program.cs").TrimEnd('\n');
        Assert.InRange(program.Split('\n').Length, 1, 15);
        Agree("<!-- snippet: samples/quickstart/Program.cs -->", $"```csharp\n{program}\n```");
    }

    [Fact]
    public void DeviceSnippet_IsWhatATestRuns()
    {
        IEnumerable<string> lines = Repository.Read(DeviceSnippetTests.Source).Split('\n')
            .SkipWhile(line => line.Trim() != DeviceSnippetTests.Begin).Skip(1).TakeWhile(line => line.Trim() != DeviceSnippetTests.End);
        Agree("<!-- snippet: devices -->", $"```csharp\n{string.Join('\n', lines.Select(line => line[8..]))}\n```");
    }

    [Fact]
    public void Table_IsTheFiledResult()
    {
        string file = Directory.EnumerateFiles(Path.Combine(Repository.Root, "perf", "results"), "iteration.json", SearchOption.AllDirectories).Order().First();
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(file));
        Agree("<!-- table -->", Table(result.RootElement, Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')));
    }

    [Fact]
    public void Commands_AreTheOnesTheGatesRun()
    {
        string readme = Repository.Read(Readme), gates = Repository.Read(".ci/run");
        Assert.Contains("    dotnet run -c Release --project Engine.Cli -- train samples/digits.csv --label label\n", readme, StringComparison.Ordinal);
        Assert.Contains("dotnet run -c Release --project Engine.Cli -- train samples/digits.csv --label label", gates, StringComparison.Ordinal);
        Assert.Contains("    dotnet test Engine.sln\n", readme, StringComparison.Ordinal);
        Assert.Contains("dotnet test Engine.sln", gates, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_LeadToFiles()
    {
        foreach (string part in Repository.Read(Readme).Split("](").Skip(1))
        {
            string target = part[..part.IndexOf(')')];
            Assert.True(Path.Exists(Path.Combine(Repository.Root, target)), $"README links to {target}, which is not there.");
        }
    }

    private static string Table(JsonElement result, string file)
    {
        JsonElement origin = result.GetProperty("origin");
        var rows = result.GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("case").GetString()!);
        var text = new StringBuilder();
        text.Append("| width m | d = 64: dense ms | first 8 iterations | late iterations | d = 512: dense ms | first 8 iterations | late iterations |\n");
        text.Append("|---|---|---|---|---|---|---|\n");
        for (int power = 12; power <= 20; power++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| 2^{power} |");
            foreach (int d in new[] { 64, 512 })
            {
                string dense = $"d={d} dense m=2^{power}";
                text.Append(CultureInfo.InvariantCulture, $" {Milliseconds(1e3 * Number(dense, "seconds"))}{Mark(dense)} |");
                foreach (string sparse in new[] { $"d={d} sparse early m=2^{power}", $"d={d} sparse late m=2^{power}" })
                    text.Append(CultureInfo.InvariantCulture, $" {Number(sparse, "ratio"):F1}x{Mark(sparse)} |");
            }

            text.Append('\n');
        }

        text.Append("\nHow many times faster one exact gradient-descent iteration is than our own dense SIMD iteration in the same run, n = 512; below 1 we lose.\n");
        text.Append("A star marks a measurement that other programs disturbed (below 90 % of the processors). ");
        text.Append(CultureInfo.InvariantCulture, $"{origin.GetProperty("cpu").GetString()}, {origin.GetProperty("cores").GetInt32()} cores;\ncommand, commit and exponents: [`{file}`]({file}).");
        return text.ToString();

        double Number(string name, string field) => rows[name].GetProperty(field).GetDouble();

        string Milliseconds(double value) => value.ToString(value < 100 ? "G3" : "F0", CultureInfo.InvariantCulture);

        string Mark(string name) => Number(name, "cpuPercent") < 90 ? "*" : "";
    }

    private static void Agree(string start, string expected)
    {
        const string End = "\n<!-- end -->";
        string readme = Repository.Read(Readme);
        int first = readme.IndexOf(start, StringComparison.Ordinal) + start.Length + 1, last = readme.IndexOf(End, first - 1, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ENGINE_ACCEPT") == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, Readme), string.Concat(readme.AsSpan(0, first), expected, readme.AsSpan(last)));
            return;
        }

        Assert.Equal(expected, readme[first..Math.Max(first, last)]);
    }
}
