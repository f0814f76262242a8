using Engine.Kernels.Emulation;
using ILGPU;
using ILGPU.Runtime;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>Kernels that are wrong are found out.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly Context _context = Context.CreateDefault();
    private readonly Accelerator _accelerator;

    public FaultTests() => _accelerator = _context.Devices[0].CreateAccelerator(_context);

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    [Fact]
    public void MissingBarrier_ShowsAsADifference_BetweenLaneOrders()
    {
        float[] forward = Run(FaultyKernels.MissingBarrier, 64, LaneOrder.Forward), reverse = Run(FaultyKernels.MissingBarrier, 64, LaneOrder.Reverse);
        Assert.DoesNotContain(float.NaN, forward);
        Assert.All(reverse[1..], value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void OutOfBounds_NamesKernelGroupLaneAndRange()
    {
        KernelFaultException fault = Assert.Throws<KernelFaultException>(() => Run(FaultyKernels.OutOfBounds, 8, groups: 3, length: 19));
        Assert.Equal("Kernel FaultyKernels.OutOfBounds, group (2, 0, 0), lane (3, 0, 0): View index 19 is outside [0, 19).", fault.Message);
        Assert.IsType<IndexOutOfRangeException>(fault.InnerException);
    }

    [Fact]
    public void NegativeSubView_IsFound()
    {
        KernelFaultException fault = Assert.Throws<KernelFaultException>(() => Run(FaultyKernels.NegativeSubView, 8));
        Assert.Contains("Sub-view of 1 elements from -1 on leaves the view's [0, 8)", fault.Message);
    }

    [Fact]
    public void DivergentBarrier_IsFound_WithTheLanesOnEitherSide()
    {
        KernelFaultException fault = Assert.Throws<KernelFaultException>(() => Run(FaultyKernels.BarrierOnEitherBranch, 8));
        Assert.Matches(@"group \(0, 0, 0\): divergence: threads 0 to 4 at Group.Barrier at IL_[0-9A-F]{4}, threads 5 to 7 at Group.Barrier at IL_[0-9A-F]{4}\.$", fault.Message);
    }

    [Fact]
    public void Barrier_IsFound_WhenALaneHasReturned()
    {
        KernelFaultException fault = Assert.Throws<KernelFaultException>(() => Run(FaultyKernels.BarrierAfterReturn, 8));
        Assert.Contains("threads 0 to 2 at Group.Barrier", fault.Message);
        Assert.Contains("thread 3 returned", fault.Message);
    }

    [Theory]
    [InlineData(LaneOrder.Forward)]
    [InlineData(LaneOrder.Reverse)]
    internal void DivergentShuffle_IsFound(LaneOrder order)
    {
        Assert.Contains("divergence", Assert.Throws<KernelFaultException>(() => Run(FaultyKernels.ShuffleOnOneBranch, 8, order)).Message);
        Assert.Contains("divergence", Assert.Throws<KernelFaultException>(() => Run(FaultyKernels.ShuffleBesideBarrier, 8, order)).Message);
    }

    [Fact]
    public void Shuffle_GivesPoison_FromALaneThatIsNotThere()
    {
        float[] results = Run(FaultyKernels.ShuffleFromNobody, 32 + 16);
        Assert.All(results[..32], value => Assert.Equal(1, value));
        Assert.All(results[32..], value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void SharedMemory_IsPoisoned_BeforeEachGroup()
    {
        using var results = _accelerator.Allocate1D<float>(128);
        results.MemSetToZero();
        var kernel = _accelerator.LoadStreamKernel<ArrayView<float>>(FaultyKernels.ReadsUnwrittenSharedMemory);
        var shape = new KernelConfig(4, 32, SharedMemoryConfig.RequestDynamic<float>(32));
        using (new EmulatorSettings { Workers = 1 }.Use()) kernel(shape, results.View);
        Assert.All(results.GetAsArray1D(), value => Assert.True(float.IsNaN(value)));
        using (new EmulatorSettings { Poison = false }.Use()) kernel(shape, results.View);
        Assert.All(results.GetAsArray1D(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void GroupBroadcast_IsFound_WhenThreadsDisagreeOnTheSource() =>
        Assert.Contains("thread 0 wants thread 0, thread 1 wants thread 1", Assert.Throws<KernelFaultException>(() => Run(FaultyKernels.BroadcastFromDifferentThreads, 8)).Message);

    [Fact]
    public void SharedMemory_IsLimited_To48Kilobytes() =>
        Assert.Contains("49156 bytes are needed, a group has 49152", Assert.Throws<KernelFaultException>(() => Run(FaultyKernels.TooMuchSharedMemory, 1)).Message);

    [Fact]
    public void ReferenceToAVariable_IsRefused_AcrossABarrier() =>
        Assert.Contains("a ref local that refers to a variable", Assert.Throws<NotSupportedException>(() => Run(FaultyKernels.ReferenceToVariableAcrossBarrier, 8)).Message);

    private float[] Run(Action<ArrayView<float>> kernel, int threads, LaneOrder order = LaneOrder.Forward, int groups = 1, int? length = null)
    {
        using var results = _accelerator.Allocate1D<float>(length ?? groups * threads);
        using IDisposable scope = new EmulatorSettings { LaneOrder = order }.Use();
        _accelerator.LoadStreamKernel(kernel)((groups, threads), results.View);
        return results.GetAsArray1D();
    }
}
