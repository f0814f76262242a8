using System.Runtime.InteropServices;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Comparison bit by bit: 0 is not -0, and NaN equals itself.</summary>
internal static class EqualBits
{
    internal static void Require(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string subject)
    {
        Assert.Equal(expected.Length, actual.Length);
        int common = MemoryMarshal.Cast<float, uint>(expected).CommonPrefixLength(MemoryMarshal.Cast<float, uint>(actual));
        if (common < expected.Length) Assert.Fail($"{subject}: element {common} is {actual[common]:R}, expected {expected[common]:R}.");
    }
}
