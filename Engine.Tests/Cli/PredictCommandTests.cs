using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Cli;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predict_GivesTheSame_FromAFileAPipeAndTheLibrary()
    {
        string model = await CliData.TrainedDigits(_folder), data = _folder.File("digits.csv"), output = _folder.File("out.csv");
        CliRun fromFile = await CliRun.Of("predict", model, data);
        CliRun fromPipe = await CliRun.WithInput(File.ReadAllText(data), "predict", model);
        CliRun toFile = await CliRun.WithInput(File.ReadAllText(data), "predict", model, "-", "-o", output);
        using WideNetwork network = WideNetwork.Load(model);
        IEnumerable<string> expected = network.Classify(Dataset.FromCsv(data)).Select(code => network.ClassNames[code]);
        Assert.Equal(string.Concat(expected.Prepend("prediction").Select(line => line + "\n")), fromFile.Out);
        Assert.Equal(fromFile.Out, fromPipe.Out);
        Assert.Equal("", toFile.Out);
        Assert.Equal(fromFile.Out, File.ReadAllText(output));
    }

    [Fact]
    public async Task Predict_WritesAScoreForEachClass_WhenAsked()
    {
        string model = await CliData.TrainedDigits(_folder), data = _folder.File("digits.csv");
        CliRun run = await CliRun.Of("predict", model, data, "--scores");
        string[][] lines = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        Assert.Equal(["prediction", .. Enumerable.Range(0, 10).Select(k => $"score:{k}")], lines[0]);
        using WideNetwork network = WideNetwork.Load(model);
        double[] scores = network.Scores(Dataset.FromCsv(data));
        for (int i = 0; i < 300; i++)
            Assert.Equal(scores[(i * 10)..((i + 1) * 10)], lines[i + 1].Skip(1).Select(double.Parse));
    }

    [Fact]
    public async Task Predict_QuotesNames_AndGivesBothOfTwoClassesAScore()
    {
        string data = _folder.File("two.csv"), model = _folder.File("two.safetensors");
        IEnumerable<string> rows = Enumerable.Range(0, 40).Select(i => $"{i % 7},{i},{(i < 20 ? "\"a, \"\"b\"\"\"" : "c")}");
        File.WriteAllLines(data, rows.Prepend("x,y,label"));
        Assert.Equal(0, (await CliRun.Of("train", data, "--width", "256", "-o", model)).ExitCode);
        CliRun run = await CliRun.Of("predict", model, data, "--scores");
        string[] lines = run.Out.Split('\n');
        Assert.Equal("prediction,\"score:a, \"\"b\"\"\",score:c", lines[0]);
        Assert.StartsWith("\"a, \"\"b\"\"\",", lines[1]);
        string[] last = lines[40].Split(',');
        Assert.Equal("c", last[0]);
        Assert.Equal(double.Parse(last[1]), -double.Parse(last[2]));
    }

    [Fact]
    public async Task Predict_LeavesOutTheLabel_OfATableWithoutNames()
    {
        string model = await CliData.TrainedDigits(_folder), data = _folder.File("digits.csv");
        string unnamed = string.Join('\n', File.ReadLines(data).Skip(1));
        CliRun run = await CliRun.WithInput(unnamed, "predict", model, "--no-header", "--label", "-1");
        Assert.Equal((await CliRun.Of("predict", model, data)).Out, run.Out);
    }

    [Fact]
    public async Task Predict_LeavesNoFile_WhenARowIsBroken()
    {
        string model = await CliData.TrainedDigits(_folder);
        string[] lines = File.ReadAllLines(_folder.File("digits.csv"));
        lines[250] = lines[250].Replace(',', ';');
        CliRun run = await CliRun.WithInput(string.Join('\n', lines), "predict", model, "-o", _folder.File("out.csv"));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("engine: stdin:251", run.Error);
        Assert.Equal(["digits.csv", "model.safetensors"], _folder.Names());
    }
}
