using Engine.Tests.Data;
using Engine.Tests.Files;

namespace Engine.Tests.Cli;

/// <summary>Small data files, and the command lines that train on them.</summary>
internal static class CliData
{
    /// <summary>The first 300 digits.</summary>
    public static string Digits(TemporaryFolder folder)
    {
        string path = folder.File("digits.csv");
        File.WriteAllLines(path, File.ReadLines(SampleFiles.PathOf("digits.csv")).Take(301));
        return path;
    }

    /// <summary>Trains a small network on digits and returns the path of the model.</summary>
    public static async Task<string> TrainedDigits(TemporaryFolder folder, string name = "model.safetensors", params string[] more)
    {
        string model = folder.File(name);
        CliRun run = await CliRun.Of(["train", Digits(folder), "--width", "1024", "-o", model, "--quiet", .. more]);
        return run.ExitCode == 0 ? model : throw new InvalidOperationException(run.Error);
    }
}
