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
    public void Allocate_RefusesMoreBytesThan64BitsCount()
    {
        using HostDevice device = new(threads: 1);
        OutOfMemoryException refusal = Assert.Throws<OutOfMemoryException>(() => device.Allocate<double>(long.MaxValue / 4));
        Assert.Contains($"{long.MaxValue / 4} elements of Double", refusal.Message);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void Quantise_KeepsNothing_WhenTheDeviceIsFull()
    {
        foreach (ComputeDevice device in (ComputeDevice[])[new HostDevice(threads: 1), AcceleratorBackends.OpenCpu(warpWidth: 32)])
        {
            using ComputeDevice opened = device;
            using DeviceArray<float> rows = device.Upload<float>([1, 2, 3, 4]);
            // Room for the codes of 4 rows and not for their bounds.
            device.Memory.Reserve(device.MemoryBytes - device.AllocatedBytes - 64);
            long bytes = device.AllocatedBytes;
            Assert.Throws<OutOfMemoryException>(() => device.Dense.Quantise(new MatrixView(rows, 4, 1)));
            Assert.Equal(bytes, device.AllocatedBytes);
        }
    }

    [Fact]
    public void Sample_KeepsNothing_WhereverTheDeviceIsFull()
    {
        using AcceleratorDevice device = AcceleratorBackends.OpenCpu(warpWidth: 32);
        RequireNothingKept(device, () => device.Sketches.Sample(SketchDistribution.Count(8, 16), new RngState(1)).Operator);
        RequireNothingKept(device, () => device.Sketches.Sample(KroneckerDistribution.Tensor(8, 5, 6), new RngState(1)).Operator);
    }

    public static TheoryData<string> Devices => [.. DeviceCatalog.List().Where(device => device.IsPresent).Select(device => device.Id)];

    [Theory]
    [MemberData(nameof(Devices))]
    public void AllocatedBytes_FollowArrays_UntilTheyAreDisposed(string id)
    {
        using ComputeDevice device = DeviceCatalog.Open(DeviceCatalog.Choose(id));
        DeviceArray<double> array = device.Upload<double>([1, 2, 3]);
        Assert.Equal(24, device.AllocatedBytes);
        array.Dispose();
        array.Dispose();
        Assert.Equal(0, device.AllocatedBytes);
        Assert.Throws<ObjectDisposedException>(() => array.CopyTo(new double[3]));
    }

    /// <summary>Makes something with every amount of memory below what it needs.</summary>
    private static void RequireNothingKept(ComputeDevice device, Func<IDisposable> make)
    {
        long needed;
        using (make()) needed = device.AllocatedBytes;
        for (long room = 0; room < needed; room += 4)
        {
            long filled = device.MemoryBytes - room;
            device.Memory.Reserve(filled);
            Assert.Throws<OutOfMemoryException>(make);
            Assert.Equal(filled, device.AllocatedBytes);
            device.Memory.Release(filled);
        }
    }
}
