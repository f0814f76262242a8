using System.Text.Json;
using Engine.Tests.Data;
using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Cli;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_SaysWhatItReadPlansAndReached()
    {
        string model = _folder.File("m.safetensors");
        CliRun run = await CliRun.Of("train", CliData.Digits(_folder), "--width", "1024", "-o", model);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        string[] names = ["data", "split", "features", "network", "plan", "memory", "time", "model", "step", "ended", "test", "train", "took"];
        Assert.All(names, name => Assert.Contains($"\n{name} ", "\n" + run.Out));
        Assert.Contains("300 rows, 64 features, 10 classes", string.Join(' ', run.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        Assert.DoesNotContain('\u001b', run.Out);
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 80 || line.Contains(_folder.File("")), line));
    }

    [Fact]
    public async Task Train_PrintsTheResultOnly_WhenQuiet()
    {
        CliRun run = await CliRun.Of("train", CliData.Digits(_folder), "--width", "512", "-o", _folder.File("m.safetensors"), "-q");
        Assert.StartsWith("ended ", run.Out);
        Assert.DoesNotContain("step  ", run.Out);
    }

    [Fact]
    public async Task Train_PrintsOneLineOfJson_WithEveryPromisedKey()
    {
        CliRun run = await CliRun.Of("train", CliData.Digits(_folder), "--width", "1024", "-o", _folder.File("m.safetensors"), "--json");
        Assert.Equal(1, run.Out.Count(c => c == '\n'));
        JsonElement report = JsonDocument.Parse(run.Out).RootElement;
        string[] keys =
        [
            "testAccuracy", "relativeTrainLoss", "iterations", "seconds", "peakMemoryBytes", "status", "message", "trainAccuracy", "ridge", "model",
            "samples", "testSamples", "dimension", "outputs", "options",
        ];
        Assert.All(keys, key => Assert.True(report.TryGetProperty(key, out _), key));
        Assert.InRange(report.GetProperty("testAccuracy").GetDouble(), 0.8, 1);
        Assert.Equal(300, report.GetProperty("samples").GetInt32() + report.GetProperty("testSamples").GetInt32());
        JsonElement options = report.GetProperty("options");
        Assert.Equal("gauss-newton", options.GetProperty("method").GetString());
        Assert.Equal(40, options.GetProperty("steps").GetInt32());
        Assert.True(options.GetProperty("threads").GetInt32() > 0);
        Assert.Contains("relative loss", run.Error);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public async Task Train_ReportsR2_ForNumbers()
    {
        string model = _folder.File("m.safetensors");
        CliRun run = await CliRun.Of(
            "train", SampleFiles.PathOf("diabetes.csv"), "--label", "progression", "--width", "1024", "-o", model, "--json", "-q");
        Assert.Equal("", run.Error);
        JsonElement report = JsonDocument.Parse(run.Out).RootElement;
        Assert.InRange(report.GetProperty("testR2").GetDouble(), 0.2, 0.8);
        Assert.True(report.GetProperty("ridge").GetDouble() > 0);
        Assert.False(report.TryGetProperty("testAccuracy", out _));
        CliRun predicted = await CliRun.Of("predict", model, SampleFiles.PathOf("diabetes.csv"));
        Assert.Equal(443, predicted.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Train_UsesAllRows_WithoutATestPart()
    {
        CliRun run = await CliRun.Of("train", CliData.Digits(_folder), "--width", "512", "-o", _folder.File("m.safetensors"), "--test", "0", "--json", "-q");
        JsonElement report = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(300, report.GetProperty("samples").GetInt32());
        Assert.False(report.TryGetProperty("testAccuracy", out _));
    }

    [Theory]
    [InlineData()]
    [InlineData("--threads", "1")]
    [InlineData("--threads", "2")]
    public async Task Train_WritesTheSameBytes_ForTheSameOptionsAndAnyThreads(params string[] more)
    {
        string first = await CliData.TrainedDigits(_folder, "first.safetensors"), second = await CliData.TrainedDigits(_folder, "second.safetensors", more);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public async Task Train_WritesBesideTheUser_ByDefault()
    {
        string data = _folder.File($"{Path.GetRandomFileName()}.csv");
        File.Move(CliData.Digits(_folder), data);
        string expected = Path.ChangeExtension(Path.GetFileName(data), ".safetensors");
        try
        {
            CliRun run = await CliRun.Of("train", data, "--width", "64", "--steps", "1");
            Assert.Contains($"goes to {expected}", run.Out);
            Assert.True(File.Exists(expected));
        }
        finally
        {
            File.Delete(expected);
        }
    }

    [Fact]
    public async Task Train_KeepsTheLastCompletedStep_WhenCancelled()
    {
        string data = CliData.Digits(_folder), model = _folder.File("m.safetensors");
        using var source = new CancellationTokenSource();
        using var output = new TripwireWriter(line => line.StartsWith("   1 "), source);
        CliRun run = await CliRun.Of(["train", data, "--width", "1024", "-o", model], output, cancellation: source.Token);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Cancelled after 1 steps", run.Out);
        Assert.Equal(["digits.csv", "m.safetensors"], _folder.Names());
        CliRun evaluated = await CliRun.Of("evaluate", model, data);
        Assert.StartsWith("accuracy 9", evaluated.Out);
    }

    [Fact]
    public async Task Train_SavesNothing_WhenCancelledBeforeTheFirstStep()
    {
        CliRun run = await CliRun.Of(
            ["train", CliData.Digits(_folder), "--width", "512", "-o", _folder.File("m.safetensors"), "--json", "-q"], new StringWriter(),
            cancellation: new CancellationToken(canceled: true));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("Cancelled", JsonDocument.Parse(run.Out).RootElement.GetProperty("status").GetString());
        Assert.Equal(["digits.csv"], _folder.Names());
    }
}
