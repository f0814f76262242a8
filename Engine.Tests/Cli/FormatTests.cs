using System.Globalization;
using System.Text.Json;
using Engine.Cli;
using Engine.Tests.Data;
using Xunit;

namespace Engine.Tests.Cli;

public sealed class FormatTests : IDisposable
{
    private readonly TempFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("a.csv", "1,2\n", "csv")]
    [InlineData("a.svm", "1 1:2\n", "libsvm")]
    [InlineData("a.libsvm", "1 1:2\n", "libsvm")]
    [InlineData("a.txt", "1 1:2\n", "libsvm")]
    [InlineData("a.txt", "1,2\n", "csv")]
    [InlineData("a", "", "csv")]
    public void Detect_ReadsNameAndFirstLine_OfText(string name, string content, string expected) =>
        Assert.Equal(expected, WordOption<DataFormat>.Word(FormatDetection.Detect(_files.Text(name, content))));

    [Fact]
    public void Detect_ReadsTheMagic_AlsoInsideGzip()
    {
        byte[] npy = BinaryFiles.Npy("<f4", "(1, 2)", [1f, 2f]), idx = BinaryFiles.Idx(8, [2, 2], [1, 2, 3, 4]);
        Assert.Equal(DataFormat.Npy, FormatDetection.Detect(_files.Bytes("a.csv", npy)));
        Assert.Equal(DataFormat.Npy, FormatDetection.Detect(_files.Bytes("b.gz", BinaryFiles.Gzip(npy))));
        Assert.Equal(DataFormat.Idx, FormatDetection.Detect(_files.Bytes("c", idx)));
        Assert.Equal(DataFormat.Idx, FormatDetection.Detect(_files.Bytes("d.gz", BinaryFiles.Gzip(idx))));
    }

    [Theory]
    [InlineData("libsvm")]
    [InlineData("npy")]
    [InlineData("idx")]
    public async Task TrainAndEvaluate_TakeEveryFormat(string format)
    {
        const int Rows = 60;
        byte[] pixels = [.. Enumerable.Range(0, Rows * 4).Select(i => (byte)(i % 4 * 20 + (i / 4 % 3 == i % 4 ? 100 + i % 11 : i % 13)))];
        byte[] classes = [.. Enumerable.Range(0, Rows).Select(i => (byte)(i % 3))];
        (string data, string? labels) = format switch
        {
            "libsvm" => (_files.Text("d.svm", LibSvm(pixels, classes)), null),
            "npy" => (_files.Bytes("d.npy", BinaryFiles.Npy("<f4", $"({Rows}, 4)", Array.ConvertAll(pixels, p => (float)p))),
                _files.Bytes("l.npy", BinaryFiles.Npy("<i4", $"({Rows},)", Array.ConvertAll(classes, c => (int)c)))),
            _ => (_files.Bytes("d.gz", BinaryFiles.Gzip(BinaryFiles.Idx(8, [Rows, 2, 2], pixels))), _files.Bytes("l.idx", BinaryFiles.Idx(8, [Rows], classes))),
        };
        string[] source = labels is null ? [data] : [data, "--labels", labels];
        string model = Path.ChangeExtension(data, ".safetensors");
        CliRun trained = await CliRun.Of(["train", .. source, "--width", "512", "-o", model, "--json", "-q"]);
        Assert.Equal("", trained.Error);
        Assert.Equal(format, JsonDocument.Parse(trained.Out).RootElement.GetProperty("options").GetProperty("format").GetString());
        CliRun evaluated = await CliRun.Of(["evaluate", model, .. source]);
        Assert.Equal($"accuracy 100 % on {Rows} rows", evaluated.Out.TrimEnd());
    }

    [Fact]
    public async Task Train_AsksForLabels_OfABinaryFile()
    {
        CliRun run = await CliRun.Of("train", _files.Bytes("d.npy", BinaryFiles.Npy("<f4", "(1, 2)", [1f, 2f])));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--labels FILE", run.Error);
    }

    private static string LibSvm(byte[] pixels, byte[] classes) => string.Join('\n', classes.Select((c, row) =>
        string.Create(CultureInfo.InvariantCulture, $"{c} {string.Join(' ', Enumerable.Range(0, 4).Select(j => $"{j + 1}:{pixels[row * 4 + j]}"))}")));
}
