using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class NativeBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1021)]
    public void Buffer_IsZeroAndAligned_WhenNew(int length)
    {
        using NativeBuffer<float> buffer = new(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(4L * length, buffer.Bytes);
        Assert.Equal(0u, (nuint)buffer.Pointer % 64);
        Assert.Equal(new float[length], buffer.Slice(0, length).ToArray());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(11, 0)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, int.MaxValue)]
    public void Slice_Refuses_OutsideTheBuffer(long start, int length)
    {
        using NativeBuffer<int> buffer = new(10);
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => { buffer.Slice(start, length); });
        Assert.Contains($"[{start}, {start} + {length}) does not lie inside [0, 10)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slice_SeesTheSameMemory()
    {
        using NativeBuffer<long> buffer = new(10);
        buffer.Slice(3, 4)[2] = 77;
        Assert.Equal([0, 0, 0, 0, 0, 77, 0, 0, 0, 0], buffer.Slice(0, 10).ToArray());
        Assert.Equal(0, buffer.Slice(10, 0).Length);
    }

    [Fact]
    public void Buffer_RefusesUse_AfterDispose()
    {
        NativeBuffer<byte> buffer = new(3);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { buffer.Slice(0, 1); });
        Assert.Equal(3, buffer.Length);
    }

    [Fact]
    public void Buffer_RefusesANegativeLength() => Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer<byte>(-1));

    [Fact]
    public void Buffer_StatesTheSize_WhenTheSystemHasNoRoom()
    {
        OutOfMemoryException refusal = Assert.Throws<OutOfMemoryException>(() => new NativeBuffer<double>(1L << 58));
        Assert.Contains("288230376151711744 elements of Double", refusal.Message, StringComparison.Ordinal);
    }
}
