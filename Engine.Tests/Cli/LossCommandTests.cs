using System.Globalization;
using System.Text;
using System.Text.Json;
using Engine.Tests.Data;
using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Cli;

/// <summary>Losses, weights, probabilities and validation on the command line.</summary>
public sealed class LossCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CrossEntropy_GivesProbabilities_InEveryCommand()
    {
        string model = await CliData.TrainedDigits(_folder, "model.safetensors", "--loss", "cross-entropy", "--steps", "3"), data = _folder.File("digits.csv");
        CliRun run = await CliRun.Of("predict", model, data, "--probabilities");
        string[][] lines = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        Assert.Equal(["prediction", .. Enumerable.Range(0, 10).Select(k => $"probability:{k}")], lines[0]);
        using WideNetwork network = WideNetwork.Load(model);
        double[] probabilities = network.Probabilities(Dataset.FromCsv(data));
        for (int i = 0; i < 300; i++) Assert.Equal(probabilities[(i * 10)..((i + 1) * 10)], lines[i + 1].Skip(1).Select(Number));

        Evaluation expected = network.Evaluate(Dataset.FromCsv(data));
        JsonElement report = JsonDocument.Parse((await CliRun.Of("evaluate", model, data, "--json")).Out).RootElement;
        Assert.Equal(expected.LogLoss, report.GetProperty("logLoss").GetDouble());
        Assert.Equal(expected.CalibrationError, report.GetProperty("calibrationError").GetDouble());
        Assert.Contains("log-loss", (await CliRun.Of("evaluate", model, data)).Out, StringComparison.Ordinal);
        Assert.Contains("cross-entropy loss", Unwrapped(await CliRun.Of("inspect", model)), StringComparison.Ordinal);
        Assert.Equal(LossKind.CrossEntropy, network.Training!.Loss);
    }

    [Fact]
    public async Task TwoClasses_HaveTwoProbabilities()
    {
        string data = _folder.File("two.csv"), model = _folder.File("two.safetensors");
        File.WriteAllLines(data, Enumerable.Range(0, 40).Select(i => $"{i % 7},{i},{(i < 20 ? "a" : "c")}").Prepend("x,y,label"));
        Assert.Equal(0, (await CliRun.Of("train", data, "--loss", "cross-entropy", "--width", "256", "-o", model, "-q")).ExitCode);
        string[] last = (await CliRun.Of("predict", model, data, "--probabilities", "--scores")).Out.Split('\n')[40].Split(',');
        Assert.Equal("c", last[0]);
        Assert.Equal(1.0, Number(last[3]) + Number(last[4]), 1e-15);
        Assert.Equal(1.0 / (1.0 + Math.Exp(-Number(last[2]))), Number(last[4]), 1e-15);
    }

    /// <summary>Models of the squared loss say nothing about a loss, as those of earlier versions, and have no probabilities.</summary>
    [Fact]
    public async Task SquaredLoss_HasNoProbabilities_AndFilesAsBefore()
    {
        string model = await CliData.TrainedDigits(_folder), data = _folder.File("digits.csv");
        Assert.DoesNotContain("Squared", Encoding.UTF8.GetString(File.ReadAllBytes(model)), StringComparison.Ordinal);
        CliRun run = await CliRun.Of("predict", model, data, "--probabilities");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--probabilities needs a classifier trained by --loss cross-entropy, found 'classification, squared'", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("log-loss", (await CliRun.Of("evaluate", model, data)).Out, StringComparison.Ordinal);
        Assert.Contains("squared loss", Unwrapped(await CliRun.Of("inspect", model)), StringComparison.Ordinal);
    }

    /// <summary>The column of weights is no feature; the model is that of the same table with the library's weights.</summary>
    [Fact]
    public async Task SampleWeights_AreAColumn_ThatIsNoFeature()
    {
        string data = _folder.File("weighted.csv"), model = _folder.File("weighted.safetensors");
        string[] rows = [.. File.ReadLines(SampleFiles.PathOf("diabetes.csv")).Take(90)];
        double[] weights = [.. Enumerable.Range(1, 89).Select(i => 0.5 + i % 3)];
        File.WriteAllLines(data, rows.Select((row, i) => i == 0 ? $"w,{row}" : $"{weights[i - 1].ToString(CultureInfo.InvariantCulture)},{row}"));
        string[] command = ["train", data, "--label", "progression", "--sample-weights", "w", "--width", "256", "--ridge", "0.1", "--test", "0", "-o", model];
        CliRun run = await CliRun.Of(command);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("rows weighted by w", Unwrapped(run), StringComparison.Ordinal);
        using WideNetwork network = WideNetwork.Load(model);
        Assert.Equal(rows[0].Split(',')[..^1], network.FeatureNames);

        Dataset plain = Dataset.FromCsv(new StringReader(string.Join('\n', rows)), label: "progression");
        using WideNetwork own = WideNetwork.Create(plain, width: 256);
        Trainer.Fit(own, plain, new TrainingOptions { Ridge = 0.1, SampleWeights = weights });
        Assert.Equal(own.Predict(plain), network.Predict(plain));
        Assert.Equal(0, (await CliRun.Of("evaluate", model, data, "--label", "progression")).ExitCode);
    }

    [Theory]
    [InlineData("every weight must be a finite number above 0", "--sample-weights", "pixel_0_0")]
    [InlineData("the weights must be one of the columns", "--sample-weights", "w")]
    [InlineData("label and weights must be different columns", "--sample-weights", "label")]
    [InlineData("every class with a weight must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, found x", "--class-weights", "0=2,x=1")]
    [InlineData("with every name once, found '0=3'", "--class-weights", "0=2,0=3")]
    [InlineData("found 'heavy'", "--class-weights", "heavy")]
    [InlineData("a class weight must be finite and above 0, found 0 for class 3", "--class-weights", "3=0")]
    [InlineData("Loss = Huber needs a network for regression", "--loss", "huber")]
    [InlineData("HuberDelta needs Loss = Huber", "--huber-delta", "2")]
    [InlineData("--loss must be one of squared, cross-entropy, huber", "--loss", "logistic")]
    [InlineData("Validation must lie in [0, 1)", "--validation", "1")]
    [InlineData("Patience needs Validation", "--patience", "3")]
    public async Task Misuse_NamesTheRule(string rule, params string[] options)
    {
        CliRun run = await CliRun.Of(["train", CliData.Digits(_folder), "--width", "128", "--steps", "1", "-o", _folder.File("no.safetensors"), .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(rule, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("no.safetensors")));
    }

    [Fact]
    public async Task Validation_HasAColumn_AndAKeptStep()
    {
        string[] command = ["train", CliData.Digits(_folder), "--width", "512", "--class-weights", "balanced", "--validation", "0.2", "--patience", "1", "-o", _folder.File("m.safetensors")];
        CliRun text = await CliRun.Of(command);
        Assert.Contains("step  relative loss  validation  step length", text.Out, StringComparison.Ordinal);
        Assert.Contains("of the rows to train on choose the step to keep", Unwrapped(text), StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse((await CliRun.Of([.. command, "--json", "-q"])).Out).RootElement;
        Assert.InRange(report.GetProperty("keptStep").GetInt32(), 0, report.GetProperty("iterations").GetInt32());
        Assert.True(report.GetProperty("validationLoss").GetDouble() > 0.0);
        Assert.Equal("balanced", report.GetProperty("options").GetProperty("classWeights").GetString());
    }

    /// <summary>Reports break long lines.</summary>
    private static string Unwrapped(CliRun run) => run.Out.Replace("\n            ", " ", StringComparison.Ordinal);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
