using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>The host gives every result the same bits for any number of threads.</summary>
public sealed class HostRepeatabilityTests
{
    private static readonly Dictionary<string, ConformanceCase> s_cases = ConformanceSuite.All.ToDictionary(item => item.Name);

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_GivesTheSameBits_ForAnyTeam(string item)
    {
        string[] bits = [.. DevicesUnderTest.All.Where(device => device.Family == "host").Select(device => Bits(device.Name, item))];
        Assert.Equal(2, bits.Length);
        Assert.Equal(bits[0], bits[1]);
    }

    private static string Bits(string device, string item)
    {
        ComputeDevice opened = DevicesUnderTest.Get(device);
        lock (opened)
        {
            using ConformanceRun run = new(opened);
            s_cases[item].Check(run);
            return run.Bits;
        }
    }
}
