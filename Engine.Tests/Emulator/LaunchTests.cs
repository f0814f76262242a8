using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>Devices, and the launches they refuse.</summary>
public sealed class LaunchTests : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.CPU(new CPUDevice(32, 4, 2)));
    private readonly Accelerator _accelerator;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _buffer;
    private readonly Action<KernelConfig, ArrayView<float>> _kernel;

    public LaunchTests()
    {
        _accelerator = _context.Devices[0].CreateAccelerator(_context);
        _buffer = _accelerator.Allocate1D<float>(1024);
        _kernel = _accelerator.LoadStreamKernel<ArrayView<float>>(FaultyKernels.OutOfBounds);
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    [Fact]
    public void Device_SaysThatItIsAnEmulator()
    {
        using Context context = Context.Create().Default().EnableAlgorithms().Math(MathMode.Default).Optimize(OptimizationLevel.O2).ToContext();
        Device device = Assert.Single(context.Devices);
        Assert.Equal("Emulator (32-lane warps)", device.Name);
        Assert.Equal(AcceleratorType.CPU, device.AcceleratorType);
        Assert.Equal(1024, device.MaxNumThreadsPerGroup);
        Assert.Equal(48 * 1024, device.MaxSharedMemoryPerGroup);
    }

    [Fact]
    public void Device_HasTheGeometryAskedFor()
    {
        Assert.Equal((32, 128, 2), (_accelerator.WarpSize, _accelerator.MaxNumThreadsPerGroup, _accelerator.NumMultiprocessors));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CPUDevice(3, 1, 1));
    }

    [Fact]
    public void Launch_IsRefused_WhenTheGroupIsTooBig()
    {
        _kernel((8, 128), _buffer.View);
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => _kernel((4, 129), _buffer.View));
        Assert.Contains("a group of (129, 1, 1) threads exceeds the device's 128", refusal.Message);
    }

    [Fact]
    public void Launch_IsRefused_WhenItIsEmptyOrTheGridTooBig()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _kernel((0, 128), _buffer.View));
        Assert.Throws<ArgumentOutOfRangeException>(() => _kernel(new KernelConfig(1, 65536, 1, 1, 1, 1), _buffer.View));
    }

    [Fact]
    public void Launch_IsRefused_WithDynamicMemoryThatTheKernelDoesNotUse()
    {
        var shape = new KernelConfig(1, 32, SharedMemoryConfig.RequestDynamic<float>(32));
        Assert.Throws<InvalidOperationException>(() => _kernel(shape, _buffer.View));
        var tooMuch = new KernelConfig(1, 32, SharedMemoryConfig.RequestDynamic<float>((12 * 1024) + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _accelerator.LoadStreamKernel<ArrayView<float>>(SampleKernels.DynamicReverse)(tooMuch, _buffer.View));
    }

    [Fact]
    public void Launch_IsRefused_OnAStreamOfAnotherAccelerator()
    {
        using Accelerator other = _context.Devices[0].CreateAccelerator(_context);
        var kernel = _accelerator.LoadKernel<ArrayView<float>>(FaultyKernels.OutOfBounds);
        Assert.Throws<ArgumentException>(() => kernel(other.DefaultStream, (1, 1), _buffer.View));
    }

    [Fact]
    public void Operation_IsRefused_OutsideAKernel()
    {
        Assert.Throws<InvalidOperationException>(() => Group.IdxX);
        Assert.Throws<InvalidOperationException>(Group.Barrier);
        _kernel((1, 1), _buffer.View);
        Assert.Throws<InvalidOperationException>(() => Grid.GlobalIndex);
    }
}
