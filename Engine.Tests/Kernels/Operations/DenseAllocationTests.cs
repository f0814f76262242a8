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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void SelectAbove_AllocatesNothing_WhenRepeated(int threads)
    {
        using HostDevice device = new(threads);
        using DeviceArray<float> w = device.Allocate<float>(1000 * 30), values = device.Allocate<float>(1000 * 40);
        using DeviceArray<long> offsets = device.Allocate<long>(1001);
        using DeviceArray<int> ids = device.Allocate<int>(1000 * 40);
        MatrixView weights = new(w, 1000, 30), samples = weights.Block(0, 0, 40, 30);
        CsrView hits = new(1000, 40, offsets, ids, values);
        // Every pair hits: what the workers find is as large as it can be.
        Assert.Equal(0, AllocatedBytes.By(() => device.Dense.SelectAbove(weights, samples, -1, hits)));
        long used = device.AllocatedBytes;
        device.Dense.SelectAbove(weights, samples, -1, hits);
        Assert.Equal(used, device.AllocatedBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ScreenedSelectAbove_AllocatesNothing_WhenRepeated(int threads)
    {
        using HostDevice device = new(threads);
        using DeviceArray<float> w = device.Allocate<float>(1000 * 30), values = device.Allocate<float>(1000 * 40);
        using DeviceArray<long> offsets = device.Allocate<long>(1001);
        using DeviceArray<int> ids = device.Allocate<int>(1000 * 40);
        MatrixView weights = new(w, 1000, 30), samples = weights.Block(0, 0, 40, 30);
        CsrView hits = new(1000, 40, offsets, ids, values);
        using QuantisedRows quantised = device.Dense.Quantise(weights);
        Assert.Equal(0, AllocatedBytes.By(() => device.Dense.ScreenedSelectAbove(quantised, samples, -1, hits)));
        long used = device.AllocatedBytes;
        device.Dense.ScreenedSelectAbove(quantised, samples, -1, hits);
        Assert.Equal(used, device.AllocatedBytes);
    }
}
