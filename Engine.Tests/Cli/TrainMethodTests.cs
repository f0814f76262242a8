using System.Text.Json;
using Engine.Cli;
using Engine.Tests.Files;
using Engine.Tests.House;
using Xunit;

namespace Engine.Tests.Cli;

/// <summary><c>engine train --method WORD</c>.</summary>
public sealed class TrainMethodTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Words => new(MethodName.All.Select(name => name.Word));

    public void Dispose() => _folder.Dispose();

    /// <summary>Searches that hold the weights do the same arithmetic: the models are byte for byte the same, whatever found the neurons.</summary>
    [Fact]
    public async Task FirstOrderMethods_WriteTheSameModel()
    {
        Dictionary<bool, byte[]> expected = [];
        foreach (MethodName name in MethodName.All.Where(name => name.Method == TrainingMethod.GradientDescent))
        {
            JsonElement report = await Report(name.Word);
            Assert.True(report.GetProperty("work").GetProperty("dueNeurons").GetInt64() > 0);
            byte[] model = File.ReadAllBytes(_folder.File("m.safetensors"));
            bool lists = name.Search == FireSearch.Certified;
            expected.TryAdd(lists, model);
            Assert.Equal(expected[lists], model);
        }
    }

    [Theory]
    [InlineData("certified", "gradient-descent")]
    [InlineData("correlation-tree", "correlation-tree-d")]
    [InlineData("dense", "dense")]
    public async Task Report_UsesTheFirstOfWordsThatMeanTheSame(string word, string reported) =>
        Assert.Equal(reported, (await Report(word)).GetProperty("options").GetProperty("method").GetString());

    [Theory]
    [InlineData("gradient-descent", "flips         due       ms")]
    [InlineData("dense", "flips  products       ms")]
    [InlineData("preprocessed-weights", "moved  products     nodes      ms")]
    [InlineData("correlation-tree-w", "moved  products     nodes      ms")]
    public async Task Table_HasTheColumnsOfTheMethod(string word, string columns)
    {
        CliRun run = await CliRun.Of("train", CliData.Digits(_folder), "--width", "256", "--steps", "2", "--method", word, "-o", _folder.File("m.safetensors"));
        Assert.Equal(0, run.ExitCode);
        string header = Assert.Single(run.Out.Split('\n'), line => line.StartsWith("step  relative loss  step length  fired %  ", StringComparison.Ordinal));
        Assert.EndsWith(columns, header, StringComparison.Ordinal);
        Assert.Equal(header.Length, Assert.Single(run.Out.Split('\n'), line => line.StartsWith("   2  ", StringComparison.Ordinal)).Length);
        Assert.Contains($"plan        {word}", run.Out, StringComparison.Ordinal);
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 80 || line.Contains(_folder.File("")), line));
    }

    [Theory, MemberData(nameof(Words))]
    public async Task Word_IsInTheHelp_AndInTheReadme(string word)
    {
        Assert.Contains($"  {word} ", (await CliRun.Of("train", "--help")).Out, StringComparison.Ordinal);
        Assert.Contains($"`{word}`", Repository.Read("README.md"), StringComparison.Ordinal);
    }

    private async Task<JsonElement> Report(string word)
    {
        CliRun run = await CliRun.Of(
            "train", CliData.Digits(_folder), "--width", "512", "--steps", "5", "--method", word, "-o", _folder.File("m.safetensors"), "--json", "-q");
        Assert.Equal("", run.Error);
        return JsonDocument.Parse(run.Out).RootElement;
    }
}
