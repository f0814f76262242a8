using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Operations;

public sealed class DenseAllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Multiply_AllocatesNothing_WhenRepeated(int threads)
    {
        using HostDevice device = new(threads);
        using DeviceArray<float> a = device.Allocate<float>(100 * 30), c = device.Allocate<float>(100 * 100);
        MatrixView left = new(a, 100, 30), target = new(c, 100, 100);
        Assert.Equal(0, AllocatedBytes.By(() => device.Dense.Multiply(1, left, left.Transposed, 0, target)));
        Assert.Equal(0, AllocatedBytes.By(() => device.Dense.MultiplySymmetric(1, left, 0.5f, target)));
    }
}
