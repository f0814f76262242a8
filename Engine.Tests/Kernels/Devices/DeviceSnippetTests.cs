using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>What README shows of devices; the lines between the marks are the ones it prints.</summary>
public sealed class DeviceSnippetTests
{
    internal const string Source = "Engine.Tests/Kernels/Devices/DeviceSnippetTests.cs", Begin = "// begin", End = "// end";

    public static TheoryData<string> Devices => [.. DeviceCatalog.List().Where(device => device.IsPresent).Select(device => device.Id)];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Norm_HasTheSameBits_OnEveryDevice(string option)
    {
        float[] values = [.. Enumerable.Range(1, 10_000).Select(i => 1.0f / i)];
        // begin
        using ComputeDevice device = DeviceCatalog.Open(DeviceCatalog.Choose(option));   // option, else ENGINE_DEVICE, else the host
        using DeviceArray<float> x = device.Upload<float>(values);
        double norm = device.Vectors.Norm2(x);                                           // the same bits on every device
        // end
        using HostDevice host = new(threads: 1);
        using DeviceArray<float> onHost = host.Upload<float>(values);
        Assert.Equal(host.Vectors.Norm2(onHost), norm);
    }
}
