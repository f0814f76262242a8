using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Every result of the suite has the same bits for any number of threads of the host.</summary>
public sealed class HostRepeatabilityTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Results_HaveTheSameBits_ForAnyNumberOfThreads(int threads)
    {
        using HostDevice one = new(threads: 1), many = new(threads);
        foreach (ConformanceCase item in ConformanceSuite.All.Where(item => !item.IsLarge))
        {
            using ConformanceRun expected = new(one), actual = new(many);
            item.Check(expected);
            item.Check(actual);
            Assert.True(expected.Bits == actual.Bits, $"{item.Name} has other bits with {threads} threads than with one.");
        }
    }
}
