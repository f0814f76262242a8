using System.Text.Json;
using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Cli;

/// <summary><c>evaluate</c>, <c>inspect</c> and compact files.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_AgreesWithTheLibrary_AndCountsConfusions()
    {
        string model = await CliData.TrainedDigits(_folder), data = _folder.File("digits.csv");
        using WideNetwork network = WideNetwork.Load(model);
        double accuracy = network.Evaluate(Dataset.FromCsv(data)).Accuracy!.Value;
        JsonElement report = JsonDocument.Parse((await CliRun.Of("evaluate", model, data, "--json", "--confusion")).Out).RootElement;
        Assert.Equal(accuracy, report.GetProperty("accuracy").GetDouble());
        int[][] counts = [.. report.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray())];
        Assert.Equal(300, counts.Sum(row => row.Sum()));
        Assert.Equal(accuracy, counts.Select((row, k) => row[k]).Sum() / 300.0);
        CliRun text = await CliRun.Of("evaluate", model, data, "--confusion");
        Assert.Contains("on 300 rows", text.Out);
        Assert.Contains("predicted", text.Out);
    }

    [Fact]
    public async Task Evaluate_MatchesColumnsByName()
    {
        string model = await CliData.TrainedDigits(_folder), data = _folder.File("digits.csv"), reversed = _folder.File("reversed.csv");
        File.WriteAllLines(reversed, File.ReadLines(data).Select(line => string.Join(',', line.Split(',').Reverse())));
        Assert.Equal((await CliRun.Of("evaluate", model, data)).Out, (await CliRun.Of("evaluate", model, reversed)).Out);
    }

    [Fact]
    public async Task Inspect_SaysWhatIsInTheFile()
    {
        string model = await CliData.TrainedDigits(_folder);
        JsonElement report = JsonDocument.Parse((await CliRun.Of("inspect", model, "--json")).Out).RootElement;
        Assert.Equal(1024, report.GetProperty("width").GetInt32());
        Assert.Equal(10, report.GetProperty("classes").GetArrayLength());
        Assert.Equal("weights", report.GetProperty("storage").GetString());
        Assert.Equal("GaussNewton", report.GetProperty("training").GetProperty("method").GetString());
        Assert.Equal(new FileInfo(model).Length, report.GetProperty("fileBytes").GetInt64());
        CliRun text = await CliRun.Of("inspect", model);
        Assert.Contains("1,024 neurons", text.Out);
        Assert.Contains("240 rows of digits.csv", text.Out);
    }

    [Fact]
    public async Task CompactFile_PredictsTheSameBits()
    {
        string full = await CliData.TrainedDigits(_folder), compact = await CliData.TrainedDigits(_folder, "compact.safetensors", "--compact");
        string data = _folder.File("digits.csv");
        CliRun scores = await CliRun.Of("predict", full, data, "--scores");
        Assert.Equal(scores.Out, (await CliRun.Of("predict", compact, data, "--scores")).Out);
        Assert.Contains("seed and coefficients", (await CliRun.Of("inspect", compact)).Out);
    }

    [Fact]
    public async Task RegeneratedWeights_GiveTheCompactFile_AndPredictFromIt()
    {
        string compact = await CliData.TrainedDigits(_folder, "compact.safetensors", "--compact");
        string regenerated = await CliData.TrainedDigits(_folder, "regenerated.safetensors", "--weights", "regenerated");
        Assert.Equal(File.ReadAllBytes(compact), File.ReadAllBytes(regenerated));
        string data = _folder.File("digits.csv");
        foreach (string[] command in new[] { new[] { "predict", compact, data, "--scores" }, ["evaluate", compact, data, "--confusion"], ["inspect", compact] })
        {
            CliRun run = await CliRun.Of([.. command, "--weights", "regenerated"]);
            Assert.Equal(0, run.ExitCode);
            Assert.Equal((await CliRun.Of(command)).Out, run.Out);
        }

        CliRun refused = await CliRun.Of("evaluate", await CliData.TrainedDigits(_folder, "full.safetensors"), data, "--weights", "regenerated");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("metadata 'storage'", refused.Error);
    }
}
