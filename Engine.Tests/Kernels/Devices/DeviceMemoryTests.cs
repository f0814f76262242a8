using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class DeviceMemoryTests
{
    [Fact]
    public void Reserve_StatesTheSizes_WhenTheDeviceIsFull()
    {
        DeviceMemory memory = new("toy device", total: 1000);
        memory.Reserve(600);
        OutOfMemoryException refusal = Assert.Throws<OutOfMemoryException>(() => memory.Reserve(401));
        Assert.Equal("toy device cannot give 401 bytes: 600 of its 1000 bytes are in use by this process.", refusal.Message);
        memory.Reserve(400);
        memory.Release(1000);
        Assert.Equal(0, memory.InUse);
    }

    [Fact]
    public void Allocate_RefusesMoreThanTheDeviceHas_AndCountsNothing()
    {
        using HostDevice device = new(threads: 1);
        OutOfMemoryException refusal = Assert.Throws<OutOfMemoryException>(() => device.Allocate<double>(long.MaxValue / 16));
        Assert.Contains($"of its {device.MemoryBytes} bytes", refusal.Message);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void AllocatedBytes_FollowArrays_UntilTheyAreDisposed()
    {
        using HostDevice device = new(threads: 1);
        DeviceArray<double> array = device.Upload<double>([1, 2, 3]);
        Assert.Equal(24, device.AllocatedBytes);
        array.Dispose();
        array.Dispose();
        Assert.Equal(0, device.AllocatedBytes);
        Assert.Throws<ObjectDisposedException>(() => array.CopyTo(new double[3]));
    }
}
