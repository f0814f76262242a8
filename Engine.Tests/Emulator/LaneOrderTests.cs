using Engine.Kernels;
using Engine.Kernels.Emulation;
using Engine.Tests.Conformance;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>Results have the same bits whatever order the lanes of a group run in, and however many make a warp: what a missing barrier changes.</summary>
public sealed class LaneOrderTests : IDisposable
{
    private static readonly Dictionary<string, ConformanceCase> s_cases = ConformanceSuite.All.ToDictionary(item => item.Name);

    private readonly Dictionary<int, AcceleratorDevice> _devices = [];

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bits_AreTheSame_ForAnyLaneOrderAndWarpWidth(string item)
    {
        string reverse = Bits(item, warpWidth: 32, LaneOrder.Reverse);
        // The large ones are the same kernels with more groups: one order more than the conformance tests run is enough.
        if (s_cases[item].IsLarge) return;
        Assert.Equal(reverse, Bits(item, warpWidth: 32, LaneOrder.Forward));
        Assert.Equal(reverse, Bits(item, warpWidth: 4, LaneOrder.Shuffled));
        Assert.Equal(reverse, Bits(item, warpWidth: 64, LaneOrder.Reverse));
    }

    public void Dispose()
    {
        foreach (AcceleratorDevice device in _devices.Values) device.Dispose();
    }

    private string Bits(string item, int warpWidth, LaneOrder order)
    {
        if (!_devices.TryGetValue(warpWidth, out AcceleratorDevice? device))
        {
            device = AcceleratorBackends.OpenCpu(warpWidth);
            _devices.Add(warpWidth, device);
        }

        using IDisposable scope = new EmulatorSettings { LaneOrder = order, Seed = 1 }.Use();
        using ConformanceRun run = new(device);
        s_cases[item].Check(run);
        run.RequireIntactGuards();
        return run.Bits;
    }
}
