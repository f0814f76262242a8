using System.Text.Json;
using Engine.Kernels;
using Engine.Tests.Files;
using Engine.Tests.House;
using Xunit;

namespace Engine.Tests.Cli;

public sealed class ExitCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("'--widht'", "--widht", "5")]
    [InlineData("See engine train --help", "--widht", "5")]
    [InlineData("--width", "--width", "many")]
    [InlineData("Width must be at least 1", "--width", "0")]
    [InlineData("Shift must lie in [0, 8], found 9", "--shift", "9")]
    [InlineData("exclude each other", "--shift", "1", "--fire-fraction", "0.1")]
    [InlineData(
        "--method must be one of auto, gauss-newton, gradient-descent, near-linear, sublinear, sublinear-tree, certified, dense, preprocessed-weights, "
            + "preprocessed-data, correlation-tree-d, correlation-tree-w, correlation-tree, found 'newton'",
        "--method", "newton")]
    [InlineData("--compact needs a --method that keeps coefficients (auto, gauss-newton, gradient-descent, near-linear, sublinear, certified), found dense", "--method", "dense", "--compact")]
    [InlineData(
        "--weights regenerated needs a --method that keeps coefficients (auto, gauss-newton, gradient-descent, near-linear, sublinear, certified), found correlation-tree-d",
        "--method", "correlation-tree-d", "--weights", "regenerated")]
    [InlineData("--weights must be one of stored, regenerated, found 'none'", "--weights", "none")]
    [InlineData("Band needs Search = Certified, found PreprocessedData", "--method", "preprocessed-data", "--band", "1")]
    [InlineData("Form = Dual needs Search = Certified, found CorrelationTreeW", "--method", "correlation-tree-w", "--form", "dual")]
    [InlineData("Solver = Nystrom needs Method = GaussNewton or Auto, found NearLinear", "--method", "near-linear", "--solver", "nystrom")]
    [InlineData("SketchFactor must lie in [2, 256], found 1", "--method", "sublinear", "--sketch", "1")]
    [InlineData("--solver must be one of auto, cholesky, analytic, nystrom, found 'lu'", "--solver", "lu")]
    [InlineData("Ridge needs a Method of second order, found GradientDescent", "--method", "certified", "--ridge", "1")]
    [InlineData("--ridge must be auto or a number", "--ridge", "x")]
    [InlineData("TargetLoss must lie in [0, 1)", "--target-loss", "1")]
    [InlineData("--test must lie in [0, 1)", "--test", "1")]
    [InlineData("--test must lie in [0, 1)", "--test", "NaN")]
    [InlineData("at least one row", "--test", "0.00001")]
    [InlineData("--delimiter must be one character", "--delimiter", "::")]
    [InlineData("--header and --no-header", "--header", "--no-header")]
    [InlineData("--labels is for NPY and IDX", "--labels", "x.npy")]
    [InlineData("the label must be one of the columns", "--label", "digit")]
    [InlineData("this machine has", "--width", "2000000000")]
    public async Task Train_RefusesInOneLine(string message, params string[] options)
    {
        CliRun run = await CliRun.Of(["train", CliData.Digits(_folder), "-o", _folder.File("m.safetensors"), .. options]);
        AssertRefused(run, message);
        Assert.Equal(["digits.csv"], _folder.Names());
    }

    [Fact]
    public async Task Train_NamesTheFile_WhenItIsMissing() =>
        AssertRefused(await CliRun.Of("train", _folder.File("none.csv")), _folder.File("none.csv"));

    [Fact]
    public async Task Train_NamesTheLine_WhenACellIsBroken()
    {
        string data = CliData.Digits(_folder);
        File.WriteAllText(data, File.ReadAllText(data).Replace("\n0,0,5,13,9,1", "\n0,oops,5,13,9,1"));
        CliRun run = await CliRun.Of("train", data, "-o", _folder.File("m.safetensors"));
        AssertRefused(run, $"{data}:2, column 'pixel_0_1': every cell must be a finite number");
        Assert.Equal(["digits.csv"], _folder.Names());
    }

    [Theory]
    [InlineData("missing/m.safetensors", "a missing folder")]
    [InlineData("", "a folder")]
    public async Task Train_RefusesAnUnwritableOutput_BeforeItReads(string output, string found)
    {
        CliRun run = await CliRun.Of("train", _folder.File("none.csv"), "--format", "csv", "-o", _folder.File(output));
        AssertRefused(run, $"the output file must be writable, found '{found}'");
    }

    [Fact]
    public async Task Train_PutsTheErrorIntoTheObject_WithJson()
    {
        CliRun run = await CliRun.Of("train", _folder.File("none.csv"), "--json");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(1, run.Out.Count(c => c == '\n'));
        Assert.Contains("none.csv", JsonDocument.Parse(run.Out).RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("inspect")]
    public async Task Command_RefusesWhatIsNoModel(string command)
    {
        string data = CliData.Digits(_folder);
        AssertRefused(await CliRun.Of(command == "inspect" ? [command, data] : [command, data, data]), data);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("train")]
    [InlineData("evaluate", "only-one.safetensors")]
    public async Task Engine_RefusesAnIncompleteCommandLine(params string[] args) => AssertRefused(await CliRun.Of(args), "--help");

    [Theory]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("inspect")]
    [InlineData("devices")]
    [InlineData("doctor")]
    [InlineData("quantum")]
    public async Task Help_ShowsUsageAndExamples(string command)
    {
        CliRun run = await CliRun.Of(command, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Out);
        Assert.Contains($"  engine {command}", run.Out);
    }

    [Fact]
    public async Task Engine_ShowsItsHelp_WithoutArguments()
    {
        CliRun run = await CliRun.Of();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Exit codes:", run.Out);
    }

    [Fact]
    public async Task Devices_SaysPlainlyWhatThereIs()
    {
        CliRun text = await CliRun.Of("devices"), json = await CliRun.Of("devices", "--json");
        foreach (DeviceListing device in DeviceCatalog.List()) Assert.Contains($"\n{device.Id,-12}{(device.IsPresent ? "present" : "missing")}: ", text.Out);
        Assert.Contains("selected    host (default)", text.Out);
        JsonElement report = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal(Environment.ProcessorCount, report.GetProperty("processors").GetInt32());
        Assert.Equal(DeviceCatalog.Build, report.GetProperty("build").GetString());
        Assert.Equal("host", report.GetProperty("selected").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Devices_SaysWhoSelects_ByOption()
    {
        CliRun run = await CliRun.Of("devices", "--device", "CUDA");
        Assert.Contains("selected    cuda:0 (option)", run.Out);
    }

    [Fact]
    public async Task Doctor_FindsEveryDevicePresent_InOrder()
    {
        CliRun text = await CliRun.Of("doctor"), json = await CliRun.Of("doctor", "--json");
        Assert.Equal(0, text.ExitCode);
        Assert.DoesNotContain("FAILED", text.Out);
        Assert.Equal(
            DeviceCatalog.List().Where(device => device.IsPresent).Select(device => device.Id),
            JsonDocument.Parse(json.Out).RootElement.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Doctor_RefusesADeviceThatIsNotThere() =>
        AssertRefused(await CliRun.Of("doctor", "--device", "tpu"), "tpu (from the option) is none of the devices");

    [Fact]
    public async Task Train_RefusesADeviceItCannotUse_AndTakesNoOther()
    {
        CliRun run = await CliRun.Of("train", Path.Combine(Repository.Root, "samples", "digits.csv"), "--device", "cuda");
        AssertRefused(run, "cuda:0 (from the option) cannot be used");
    }

    private static void AssertRefused(CliRun run, string message)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("engine: ", run.Error);
        Assert.Contains(message, run.Error);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal("", run.Out);
    }
}
