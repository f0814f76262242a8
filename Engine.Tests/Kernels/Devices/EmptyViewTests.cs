using Engine.Kernels;
using Engine.Tests.Conformance;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class EmptyViewTests
{
    public static TheoryData<string> Devices => [.. DevicesUnderTest.All.Select(device => device.Name)];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Operations_TakeEmptyViews_ThatBeginBehindTheLastElement(string name)
    {
        ComputeDevice device = DevicesUnderTest.Get(name);
        lock (device)
        {
            using DeviceArray<long> offsets = device.Upload<long>([0, 0]);
            using DeviceArray<int> ids = device.Allocate<int>(3);
            using DeviceArray<float> values = device.Allocate<float>(3), x = device.Upload<float>([5, 6]), y = device.Upload<float>([7]);
            CsrView empty = new(1, 2, offsets, new VectorView<int>(ids, 3, 0), new VectorView<float>(values, 3, 0));
            device.Sparse.Multiply(1, empty, x, 2, y);
            var result = new float[1];
            y.CopyTo(result);
            Assert.Equal([14], result);
        }
    }
}
