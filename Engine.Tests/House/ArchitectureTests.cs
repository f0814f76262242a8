using System.Xml.Linq;
using Xunit;

namespace Engine.Tests.House;

/// <summary>Who may reference whom: Cli -> Host -> {Index, Kernels}, Kernels -> ILGPU or its emulator, and nothing else.</summary>
public sealed class ArchitectureTests
{
    public static TheoryData<string, string[], string[]> Projects => new()
    {
        { "Engine.Index/Engine.Index.csproj", [], [] },
        { "Engine.Kernels.Emulator/Engine.Kernels.Emulator.csproj", [], [] },
        { "Engine.Kernels/Engine.Kernels.csproj", ["Engine.Kernels.Emulator"], ["ILGPU", "ILGPU.Algorithms"] },
        { "Engine.Host/Engine.Host.csproj", ["Engine.Index", "Engine.Kernels"], ["CsvHelper"] },
        { "Engine.Cli/Engine.Cli.csproj", ["Engine.Host"], ["Spectre.Console", "System.CommandLine"] },
        { "perf/Engine.Perf.csproj", ["Engine.Host"], ["System.CommandLine"] },
        { "perf/gpu/Engine.Gpu.csproj", ["Engine.Tests"], ["System.CommandLine"] },
        { "samples/quickstart/Quickstart.csproj", ["Engine.Host"], [] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOnly_WhatTheHouseAllows(string project, string[] projects, string[] packages)
    {
        XDocument file = XDocument.Parse(Repository.Read(project));
        Assert.Equal(projects, Includes(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Order());
        Assert.Equal(packages, Includes(file, "PackageReference").Order());
    }

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        string solution = Repository.Read("Engine.sln").Replace('\\', '/');
        string[] built = [.. Projects.Select(row => (string)row[0]), "Engine.Tests/Engine.Tests.csproj"];
        Assert.All(built, project => Assert.Contains(project, solution));
        IEnumerable<string> found = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));
        Assert.Equal(built.Order(), found.Order());
    }

    [Fact]
    public void Versions_AreCentral()
    {
        foreach (string project in Projects.Select(row => (string)row[0]).Append("Engine.Tests/Engine.Tests.csproj"))
            Assert.DoesNotContain("Version=", Repository.Read(project));
    }

    private static IEnumerable<string> Includes(XDocument file, string element) =>
        file.Descendants(element).Select(reference => (string)reference.Attribute("Include")!);
}
