using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>A sparse matrix on a device.</summary>
internal sealed record SparseOnDevice(CsrView View, GuardedArray<float> Values, int Entries)
{
    /// <summary>The values of the entries; asserts that the room behind them was left alone.</summary>
    public float[] Read(ConformanceRun run)
    {
        float[] values = run.Read(Values);
        Assert.All(values[Entries..], value => Assert.True(float.IsNaN(value), "an operation wrote behind the last entry."));
        return values[..Entries];
    }
}
