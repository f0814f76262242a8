using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Cli;

/// <summary>The program without AVX-512, without AVX2, and without any vector instruction: what is there is decided when a process starts, so each level is a process.</summary>
public sealed class InstructionSetTests
{
    // None, and what .NET calls the groups it leaves out.
    private static readonly string[] s_switches = ["", "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];

    [Fact]
    public async Task Training_GivesTheSameBits_WithAnyInstructions()
    {
        using var folder = new TemporaryFolder();
        string data = CliData.Digits(folder);
        var digests = new List<string>();
        foreach (string off in s_switches)
        {
            string model = folder.File($"model{off}.safetensors");
            await Run(off, "train", data, "--width", "1024", "--threads", "2", "--quiet", "-o", model);
            digests.Add(Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(model))));
        }

        Assert.All(digests, digest => Assert.Equal(digests[0], digest));
    }

    [Fact]
    public async Task Indexes_AndHost_ComputeWhatTheyShould_WithAnyInstructions()
    {
        foreach (string off in s_switches)
        {
            using JsonDocument report = JsonDocument.Parse(await Run(off, "doctor", "--device", "host", "--json"));
            Assert.All(report.RootElement.GetProperty("indexes").EnumerateArray(), check => Assert.True(check.GetProperty("passed").GetBoolean(), $"{off}: {check}"));
            Assert.Equal(5, report.RootElement.GetProperty("indexes").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task Switches_TakeInstructionsAway(string off, int most)
    {
        using JsonDocument report = JsonDocument.Parse(await Run(off, "devices", "--json"));
        Assert.InRange(report.RootElement.GetProperty("vectorBits").GetInt32(), 0, most);
    }

    private static async Task<string> Run(string off, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "engine.dll"), .. arguments]) start.ArgumentList.Add(argument);
        if (off.Length > 0) start.Environment[off] = "0";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{off}: {await error}{await output}");
        return await output;
    }
}
