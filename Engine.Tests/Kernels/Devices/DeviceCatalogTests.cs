using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class DeviceCatalogTests
{
    [Theory]
    [InlineData(null, "host", "default")]
    [InlineData("", "host", "default")]
    [InlineData(" Host ", "host", "option")]
    [InlineData("cuda", "cuda:0", "option")]
    [InlineData("CUDA:1", "cuda:1", "option")]
    [InlineData("opencl", "opencl:0", "option")]
    public void Choose_TakesTheOption_ElseTheHost(string? option, string id, string source) =>
        Assert.Equal(new DeviceChoice(id, source), DeviceCatalog.Choose(option, variable: null));

    [Theory]
    [InlineData(null, "cuda:0", "environment variable ENGINE_DEVICE")]
    [InlineData("host", "host", "option")]
    public void Choose_PutsTheOption_BeforeTheEnvironment(string? option, string id, string source) =>
        Assert.Equal(new DeviceChoice(id, source), DeviceCatalog.Choose(option, variable: "cuda"));

    [Fact]
    public void Open_NamesTheDevicesThereAre_WhenAskedForAnother()
    {
        DeviceUnavailableException refusal = Assert.Throws<DeviceUnavailableException>(() => DeviceCatalog.Open(DeviceCatalog.Choose("tpu")));
        Assert.Contains("tpu (from the option) is none of the devices host, emulator, ilgpu-cpu, cuda:0", refusal.Message);
    }

    [Fact]
    public void Open_SaysWhatIsMissing_AndTakesNoOtherDevice()
    {
        foreach (DeviceListing missing in DeviceCatalog.List().Where(device => !device.IsPresent))
        {
            DeviceUnavailableException refusal = Assert.Throws<DeviceUnavailableException>(() => DeviceCatalog.Open(DeviceCatalog.Choose(missing.Id)));
            Assert.Contains(missing.Description, refusal.Message);
        }
    }

    [Fact]
    public void Open_OpensEveryDevicePresent()
    {
        foreach (DeviceListing listing in DeviceCatalog.List().Where(device => device.IsPresent))
        {
            using ComputeDevice device = DeviceCatalog.Open(DeviceCatalog.Choose(listing.Id));
            Assert.Equal(listing.Kind, device.Kind);
            Assert.True(device.MemoryBytes > 0);
        }
    }

    [Fact]
    public void Operations_RefuseArraysOfAnotherDevice()
    {
        using HostDevice host = new(threads: 1);
        using DeviceArray<float> hostArray = host.Allocate<float>(4);
        foreach (DeviceListing listing in DeviceCatalog.List().Where(device => device.IsPresent && device.Kind != DeviceKind.Host))
        {
            using ComputeDevice device = DeviceCatalog.Open(DeviceCatalog.Choose(listing.Id));
            using DeviceArray<float> array = device.Allocate<float>(4);
            Assert.Contains("belongs to another device", Assert.Throws<ArgumentException>(() => device.Vectors.Sum(hostArray)).Message);
            Assert.Contains("belongs to an accelerator", Assert.Throws<ArgumentException>(() => host.Vectors.Sum(array)).Message);
        }
    }
}
