using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class WorkspaceTests
{
    [Fact]
    public void Rent_ReusesWhatWasGivenBack_TheSmallestThatFits()
    {
        using HostDevice device = new(threads: 1);
        using (device.Workspace.Rent<float>(100))
        using (device.Workspace.Rent<float>(10))
        {
            // Given back at the end of the block.
        }

        long allocations = device.Memory.Allocations, bytes = device.AllocatedBytes;
        Assert.Equal(440, bytes);
        using (Rented<float> small = device.Workspace.Rent<float>(7))
        using (Rented<float> large = device.Workspace.Rent<float>(100))
        {
            Assert.Equal(7, small.View.Length);
            Assert.Equal(10, small.View.Array!.Length);
            Assert.Equal(100, large.View.Array!.Length);
        }

        Assert.Equal(allocations, device.Memory.Allocations);
        Assert.Equal(bytes, device.AllocatedBytes);
        device.Workspace.Trim();
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void Rent_DoesNotShareAnArray_BetweenTwoRenters()
    {
        using HostDevice device = new(threads: 1);
        using Rented<int> first = device.Workspace.Rent<int>(5);
        using Rented<int> second = device.Workspace.Rent<int>(5);
        Assert.NotSame(first.View.Array, second.View.Array);
    }

    [Fact]
    public void Rent_FreesWhatNobodyUses_BeforeItGivesUp()
    {
        using HostDevice device = new(threads: 1);
        using (device.Workspace.Rent<float>(100))
        {
            // Given back at the end of the block.
        }

        long filled = device.MemoryBytes - device.AllocatedBytes - 500;
        device.Memory.Reserve(filled);
        using (device.Workspace.Rent<float>(200)) Assert.Equal(filled + 800, device.AllocatedBytes);
        Assert.Throws<OutOfMemoryException>(() => device.Workspace.Rent<float>(1000));
        device.Memory.Release(filled);
    }
}
