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
    [InlineData("auto", "flips  refreshes       ms")]
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

    /// <summary>Methods of second order without the Gram matrix, and the papers' sketched ones, have what is claimed about them in columns and in JSON.</summary>
    [Theory]
    [InlineData("near-linear", "step  relative loss   fired   ratio  moved     cond  with M   inner       ms")]
    [InlineData("sublinear", "step  relative loss   fired   ratio  moved     cond  with M   inner       ms")]
    [InlineData("sublinear-tree", "step  relative loss   fired   ratio  moved     cond  with M   inner       ms")]
    [InlineData("gauss-newton", "step  relative loss  step length  fired %        flips  inner       ms", "--solver", "analytic")]
    [InlineData("auto", "step  relative loss  step length  fired %        flips  inner       ms", "--solver", "nystrom")]
    public async Task SecondOrder_ShowsItsQuantities(string word, string columns, params string[] options)
    {
        string[] arguments = ["train", CliData.Digits(_folder), "--width", "1024", "--sketch", "4", "--steps", "2", "--method", word, .. options, "-o", _folder.File("m.safetensors")];
        CliRun table = await CliRun.Of(arguments);
        Assert.Contains(columns, table.Out.Split('\n'));
        Assert.Contains($"plan        {word}", table.Out, StringComparison.Ordinal);
        Assert.All(table.Out.Split('\n'), line => Assert.True(line.Length <= 80 || line.Contains(_folder.File("")), line));
        Assert.Equal(columns.Length, Assert.Single(table.Out.Split('\n'), line => line.StartsWith("   2  ", StringComparison.Ordinal)).Length);

        CliRun json = await CliRun.Of([.. arguments, "--json", "-q"]);
        JsonElement report = JsonDocument.Parse(json.Out).RootElement, steps = report.GetProperty("steps"), last = steps[steps.GetArrayLength() - 1];
        Assert.Equal(report.GetProperty("iterations").GetInt32() + 1, steps.GetArrayLength());
        Assert.InRange(last.GetProperty("contraction").GetDouble(), 0, 1);
        Assert.True(last.GetProperty("innerIterations").GetInt32() > 0);
        Assert.InRange(last.GetProperty("solveResidual").GetDouble(), 0, 0.1);
        bool sketched = options.Length == 0;
        Assert.Equal(sketched, last.TryGetProperty("condition", out _));
        Assert.Equal(sketched, last.TryGetProperty("preconditionedCondition", out _));
        Assert.Equal(sketched, last.TryGetProperty("largestMovement", out _));
        Assert.Equal(sketched, report.GetProperty("options").TryGetProperty("sketch", out _));
        Assert.Equal(!sketched, report.GetProperty("options").TryGetProperty("solver", out _));
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
