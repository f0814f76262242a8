using System.Text.Json;
using Engine.Tests.Data;
using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Cli;

public sealed class DeepCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_SaysWhatItPlansAndReached_AndTheOtherCommandsTakeTheFile()
    {
        string data = CliData.Digits(_folder), model = _folder.File("m.safetensors");
        CliRun run = await CliRun.Of("train", data, "--hidden", "600,500", "-o", model);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        string[] names = ["data", "split", "features", "network", "plan", "memory", "time", "model", "step", "ended", "test", "train", "fires", "took"];
        Assert.All(names, name => Assert.Contains($"\n{name} ", "\n" + run.Out));
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 80 || line.Contains(_folder.File("")), line));
        Assert.Contains("no dead inputs", string.Join(' ', run.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        CliRun evaluated = await CliRun.Of("evaluate", model, data, "--confusion");
        Assert.StartsWith("accuracy 9", evaluated.Out);
        CliRun predicted = await CliRun.Of("predict", model, data, "--scores");
        Assert.Equal(301, predicted.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        CliRun inspected = await CliRun.Of("inspect", model, "--json");
        JsonElement report = JsonDocument.Parse(inspected.Out).RootElement;
        Assert.Equal([600, 500], report.GetProperty("hidden").EnumerateArray().Select(width => width.GetInt32()));
        Assert.Equal("continuous", report.GetProperty("activation").GetString());
        inspected = await CliRun.Of("inspect", model);
        Assert.Contains("2 hidden layers", inspected.Out);
    }

    [Fact]
    public async Task Train_ReportsTheOptionsOfADeepNetwork_AsJson()
    {
        CliRun run = await CliRun.Of(
            "train", CliData.Digits(_folder), "--hidden", "300,300", "--trained", "last-two", "--activation", "hard-threshold", "--no-normalize", "--steps", "1",
            "-o", _folder.File("m.safetensors"), "--json", "-q");
        JsonElement report = JsonDocument.Parse(run.Out).RootElement, options = report.GetProperty("options");
        Assert.Equal(2, report.GetProperty("fewestFired").GetArrayLength());
        Assert.Equal("last-two", options.GetProperty("trained").GetString());
        Assert.Equal("hard-threshold", options.GetProperty("activation").GetString());
        Assert.False(options.GetProperty("normalize").GetBoolean());
        Assert.Equal(300, options.GetProperty("width").GetInt32());
    }

    [Theory]
    [InlineData("--hidden 100,x", "--hidden must be numbers")]
    [InlineData("--hidden 100,0", "--hidden must be numbers")]
    [InlineData("--hidden 100,5", "Widths[1] >= outputs does not hold")]
    [InlineData("--hidden 100 --width 100", "exclude each other")]
    [InlineData("--trained all", "--trained needs --hidden")]
    [InlineData("--no-normalize", "--no-normalize needs --hidden")]
    [InlineData("--hidden 100 --compact", "--compact is for networks of one hidden layer")]
    [InlineData("--hidden 100 --method dense", "Search is for networks of one hidden layer")]
    [InlineData("--hidden 100,100 --trained all --ridge 1", "Ridge needs a single trained layer")]
    public async Task Train_RefusesWhatDoesNotFit(string more, string expected)
    {
        CliRun run = await CliRun.Of(["train", SampleFiles.PathOf("digits.csv"), "-o", _folder.File("m.safetensors"), .. more.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error);
        Assert.Empty(_folder.Names());
    }
}
