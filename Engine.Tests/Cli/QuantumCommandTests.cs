using System.Text.Json;
using Xunit;

namespace Engine.Tests.Cli;

public sealed class QuantumCommandTests
{
    [Fact]
    public async Task Quantum_PrintsATable_WithinTheClaim()
    {
        CliRun text = await CliRun.Of("quantum", "--to", "16"), json = await CliRun.Of("quantum", "--to", "16", "--json");
        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.Contains("  width m    fired k      queries  3.5 sqrt(mk)", text.Out);
        Assert.Contains("\n   65,536  ", text.Out);
        Assert.Contains("Monte Carlo", text.Out);
        JsonElement report = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal(4, report.GetProperty("rows").GetArrayLength());
        foreach (JsonElement row in report.GetProperty("rows").EnumerateArray())
        {
            Assert.InRange(row.GetProperty("queries").GetDouble(), 1, row.GetProperty("bound").GetDouble());
            Assert.Equal(0, row.GetProperty("missed").GetInt32());
        }

        Assert.InRange(report.GetProperty("queryExponent").GetDouble(), 0.8, 0.93);
    }

    [Fact]
    public async Task Quantum_IsTheSame_ForTheSameSeed()
    {
        CliRun one = await CliRun.Of("quantum", "--to", "12", "--seed", "5"), other = await CliRun.Of("quantum", "--to", "12", "--seed", "5");
        Assert.Equal(one.Out, other.Out);
    }

    [Theory]
    [InlineData("--from 12 and --to 10", "--from", "12", "--to", "10")]
    [InlineData("--to 30", "--to", "30")]
    [InlineData("--error must lie in (0, 1), found 1", "--error", "1")]
    [InlineData("--error must lie in (0, 1), found NaN", "--error", "NaN")]
    public async Task Quantum_RefusesInOneLine(string message, params string[] options)
    {
        CliRun run = await CliRun.Of(["quantum", .. options]);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }
}
