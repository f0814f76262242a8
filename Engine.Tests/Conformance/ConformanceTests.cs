using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Every operation on every device present; the name of a test says which device ran.</summary>
public sealed class ConformanceTests
{
    /// <summary>Families that must be present: absence is a failure, not a skipped test.</summary>
    private const string RequireVariable = "ENGINE_REQUIRE";

    private static readonly Dictionary<string, ConformanceCase> s_cases = ConformanceSuite.All.ToDictionary(item => item.Name);

    public static TheoryData<string, string> Rows
    {
        get
        {
            TheoryData<string, string> rows = new();
            foreach (DeviceUnderTest device in DevicesUnderTest.All)
            {
                foreach (ConformanceCase item in ConformanceSuite.All.Where(item => device.Family != "ilgpu-cpu" || !item.IsLarge)) rows.Add(device.Name, item.Name);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Operation_MatchesItsReference_OnDevice(string device, string item)
    {
        ComputeDevice opened = DevicesUnderTest.Get(device);
        lock (opened)
        {
            using ConformanceRun run = new(opened);
            s_cases[item].Check(run);
            run.RequireIntactGuards();
        }
    }

    [Fact]
    public void RequiredDevices_ArePresent()
    {
        string required = Environment.GetEnvironmentVariable(RequireVariable) ?? "host";
        string[] present = [.. DevicesUnderTest.All.Select(device => device.Family).Distinct()];
        foreach (string family in required.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Assert.True(present.Contains(family), $"{RequireVariable} asks for {family}; this build and machine have {string.Join(", ", present)}.");
    }
}
