using System.Text.Json;
using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Cli;

public sealed class TrainChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_PrintsCandidatesWithTheirErrors_AndTakesOne()
    {
        CliRun run = await Train("--width", "2048");
        Assert.Contains("\nchoice      ", run.Out);
        Assert.Matches(@"\nerrors +b=[0-9.]+ .* b=0\n", run.Out);
        Assert.Matches(@"\n {12}centre +([0-9.]+ % +)+", run.Out.Replace("%\n", "% \n"));
        JsonElement report = JsonDocument.Parse((await Train("--width", "2048", "--json", "-q")).Out).RootElement;
        JsonElement choice = report.GetProperty("choice"), chosen = choice.GetProperty("chosen"), options = report.GetProperty("options");
        Assert.Equal(240, choice.GetProperty("samplesUsed").GetInt32());
        Assert.True(choice.GetProperty("candidates").GetArrayLength() >= 6);
        Assert.Equal(chosen.GetProperty("scaling").GetString()!.ToLowerInvariant(), options.GetProperty("scaling").GetString());
        Assert.Equal(chosen.GetProperty("constant").GetDouble(), options.GetProperty("constant").GetDouble());
        Assert.Equal((float)chosen.GetProperty("shift").GetDouble(), (float)options.GetProperty("shift").GetDouble());
        Assert.Equal(chosen.GetProperty("ridge").GetDouble(), report.GetProperty("ridge").GetDouble());
    }

    [Fact]
    public async Task Train_ChoosesNothing_WhenFixed()
    {
        JsonElement report = JsonDocument.Parse((await Train("--width", "2048", "--fixed", "--json", "-q")).Out).RootElement;
        Assert.False(report.TryGetProperty("choice", out _));
        Assert.Equal("auto", report.GetProperty("options").GetProperty("scaling").GetString());
        Assert.Equal(new NetworkOptions { Width = 2048 }.ShiftFor(10), (float)report.GetProperty("options").GetProperty("shift").GetDouble());
    }

    [Fact]
    public async Task Train_LooksForNoOtherValue_OfAnOptionGiven()
    {
        JsonElement report = JsonDocument.Parse((await Train(
            "--width", "2048", "--shift", "1.25", "--scaling", "standardise", "--constant", "0", "--ridge", "0.01", "--json", "-q")).Out).RootElement;
        JsonElement only = Assert.Single(report.GetProperty("choice").GetProperty("candidates").EnumerateArray());
        Assert.Equal(("Standardise", 0.0, 1.25, 0.01), (only.GetProperty("scaling").GetString(), only.GetProperty("constant").GetDouble(),
            only.GetProperty("shift").GetDouble(), only.GetProperty("ridge").GetDouble()));
        Assert.Equal(0.01, report.GetProperty("ridge").GetDouble());
    }

    private Task<CliRun> Train(params string[] more) =>
        CliRun.Of(["train", CliData.Digits(_folder), "-o", _folder.File("m.safetensors"), "--steps", "1", .. more]);
}
