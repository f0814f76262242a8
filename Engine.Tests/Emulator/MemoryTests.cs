using Engine.Kernels.Emulation;
using ILGPU;
using ILGPU.Runtime;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>Buffers and views: what fits is copied, what does not is refused.</summary>
public sealed class MemoryTests : IDisposable
{
    private readonly Context _context = Context.CreateDefault();
    private readonly Accelerator _accelerator;

    public MemoryTests() => _accelerator = _context.Devices[0].CreateAccelerator(_context);

    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    [Fact]
    public void FreshBuffer_IsPoisoned_UnlessToldOtherwise()
    {
        using var floats = _accelerator.Allocate1D<float>(5);
        using var integers = _accelerator.Allocate1D<int>(5);
        Assert.All(floats.GetAsArray1D(), value => Assert.True(float.IsNaN(value)));
        Assert.All(integers.GetAsArray1D(), value => Assert.Equal(-1, value));
        new EmulatorSettings { Poison = false }.Apply(_accelerator);
        using var zeros = _accelerator.Allocate1D<float>(5);
        Assert.All(zeros.GetAsArray1D(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Copies_Arrive_ByArraySpanAndReference()
    {
        using var buffer = _accelerator.Allocate1D(new[] { 1, 2, 3, 4 });
        using AcceleratorStream stream = _accelerator.CreateStream();
        buffer.View.SubView(1, 2).CopyFromCPU(stream, (ReadOnlySpan<int>)[20, 30]);
        int[] some = new int[3];
        buffer.View.CopyToCPU(ref some[0], 3);
        Assert.Equal([1, 20, 30], some);
        buffer.View.BaseView.SubView(2).CopyTo(buffer.View.BaseView.SubView(0, 2));
        Assert.Equal([30, 4, 30, 4], buffer.View.BaseView.GetAsArray());
        buffer.View.BaseView.SubView(3).MemSet(1);
        buffer.View.SubView(0, 1).MemSetToZero();
        Assert.Equal([0, 4, 30, 0x01010101], buffer.GetAsArray1D());
        Assert.Equal(16, buffer.LengthInBytes);
        Assert.NotEqual(0, buffer.NativePtr);
    }

    [Fact]
    public void Copy_IsRefused_WhenItDoesNotFit()
    {
        using var buffer = _accelerator.Allocate1D<int>(4);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyFromCPU(new int[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyToCPU(new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.BaseView.CopyFromCPU((ReadOnlySpan<int>)new int[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.BaseView.CopyToCPU((Span<int>)new int[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _accelerator.Allocate1D<int>(-1));
        Assert.Throws<NotSupportedException>(() => _accelerator.Allocate1D<AffineArguments>(1));
    }

    [Fact]
    public void View_IsRefused_WhenItsBufferIsGone()
    {
        var buffer = _accelerator.Allocate1D<float>(8);
        ArrayView<float> view = buffer.View;
        var kernel = _accelerator.LoadStreamKernel<ArrayView<float>>(FaultyKernels.OutOfBounds);
        var inStruct = _accelerator.LoadStreamKernel<AffineArguments>(SampleKernels.Affine);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.View);
        Assert.Throws<ObjectDisposedException>(() => kernel((1, 8), view));
        Assert.Throws<ObjectDisposedException>(() => inStruct((1, 8), new AffineArguments(view, 1, 1)));
        Assert.Throws<ObjectDisposedException>(() => view.MemSetToZero());
        buffer.Dispose();
    }

    [Fact]
    public void View_IsRefused_ByAKernelOfAnotherAccelerator()
    {
        using Accelerator other = _context.Devices[0].CreateAccelerator(_context);
        using var buffer = other.Allocate1D<float>(8);
        var kernel = _accelerator.LoadStreamKernel<ArrayView<float>>(FaultyKernels.OutOfBounds);
        Assert.Throws<ArgumentException>(() => kernel((1, 8), buffer.View));
    }

    [Fact]
    public void Accelerator_FreesItsBuffers_WhenDisposed()
    {
        Accelerator shortLived = _context.Devices[0].CreateAccelerator(_context);
        ArrayView<float> view = shortLived.Allocate1D<float>(8).View;
        shortLived.Dispose();
        Assert.Throws<ObjectDisposedException>(() => view.MemSetToZero());
        Assert.Throws<ObjectDisposedException>(() => shortLived.Allocate1D<float>(1));
    }

    [Fact]
    public void EmptyBuffer_IsAllowed_AndInvalid()
    {
        using var buffer = _accelerator.Allocate1D<float>(0);
        Assert.False(buffer.View.IsValid);
        Assert.Empty(buffer.GetAsArray1D());
        Assert.False(default(ArrayView<float>).IsValid);
    }

    [Fact]
    public void View_ChecksIndicesAndAlignment_OnTheHostToo()
    {
        using var buffer = _accelerator.Allocate1D<float>(8);
        ArrayView<float> view = buffer.View;
        Assert.Throws<IndexOutOfRangeException>(() => view[8]);
        Assert.Throws<IndexOutOfRangeException>(() => view[-1L]);
        Assert.Throws<IndexOutOfRangeException>(() => view.SubView(4, 5));
        Assert.Throws<IndexOutOfRangeException>(() => view.SubView(8));
        Assert.Equal(4, view.Cast<double>().Length);
        Assert.Equal(8, view.AsAligned16().Length);
        Assert.Throws<InvalidOperationException>(() => view.SubView(1).AsAligned16());
    }
}
