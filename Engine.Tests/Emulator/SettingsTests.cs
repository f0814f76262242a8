using Engine.Kernels.Emulation;
using ILGPU;
using ILGPU.Runtime;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>The emulator's knobs, and launches side by side.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly Context _context = Context.CreateDefault();
    private readonly Accelerator _accelerator;

    public SettingsTests() => _accelerator = _context.Devices[0].CreateAccelerator(_context);

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    [Fact]
    public void Scope_HoldsUntilDisposed_AndWinsOverTheAccelerator()
    {
        var ofAccelerator = new EmulatorSettings { LaneOrder = LaneOrder.Reverse };
        var ofScope = new EmulatorSettings { LaneOrder = LaneOrder.Shuffled };
        ofAccelerator.Apply(_accelerator);
        using (ofScope.Use()) Assert.Same(ofScope, EmulatorSettings.For(_accelerator));
        Assert.Same(ofAccelerator, EmulatorSettings.For(_accelerator));
    }

    [Fact]
    public void ShuffledOrder_DependsOnTheSeedAlone_AndKeepsWarpsTogether()
    {
        int[] Order(int seed) => LaneOrders.Permutation(80, 32, new EmulatorSettings { LaneOrder = LaneOrder.Shuffled, Seed = seed });
        Assert.Equal(Order(1), Order(1));
        Assert.NotEqual(Order(1), Order(2));
        Assert.Equal(Enumerable.Range(0, 80), Order(1).Order());
        Assert.Equal(3, LaneOrders.Warps(Order(1), 32).Length);
        Assert.All(LaneOrders.Warps(Order(1), 32), warp => Assert.Single(warp.Select(thread => thread / 32).Distinct()));
    }

    [Fact]
    public void Results_AreTheSame_ForAnyNumberOfWorkers()
    {
        using (new EmulatorSettings { Workers = 1 }.Use()) Assert.Equal(SampleReferences.Product(40, 50, 33), SampleRuns.Product(_accelerator, 40, 50, 33));
        using (new EmulatorSettings { Workers = 7 }.Use()) Assert.Equal(SampleReferences.Product(40, 50, 33), SampleRuns.Product(_accelerator, 40, 50, 33));
    }

    [Fact]
    public void Launches_DoNotDisturbEachOther_FromSeveralThreads() =>
        Parallel.For(0, 16, i => Assert.Equal(SampleReferences.Product(17 + i, 5, 20), SampleRuns.Product(_accelerator, 17 + i, 5, 20)));

    [Fact]
    public void Specialization_LimitsTheGroup_AndIsRefusedBeyondTheDevice()
    {
        using var buffer = _accelerator.Allocate1D<float>(256);
        var kernel = _accelerator.LoadStreamKernel<ArrayView<float>>(FaultyKernels.OutOfBounds, new KernelSpecialization(128, 1));
        kernel((2, 128), buffer.View);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((1, 129), buffer.View));
        Assert.Throws<NotSupportedException>(() => _accelerator.LoadStreamKernel<ArrayView<float>>(FaultyKernels.OutOfBounds, new KernelSpecialization(2048, null)));
    }
}
