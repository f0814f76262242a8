using Engine.Kernels;

namespace Engine.Tests.Conformance;

/// <summary>The devices of this build and machine, each opened once for the whole suite.</summary>
internal static class DevicesUnderTest
{
    private static readonly Dictionary<string, ComputeDevice> s_open = [];

    /// <summary>The host with one thread and with three, and every accelerator present.</summary>
    public static IReadOnlyList<DeviceUnderTest> All { get; } =
    [
        new("host, 1 thread", "host", () => new HostDevice(threads: 1)),
        new("host, 3 threads", "host", () => new HostDevice(threads: 3)),
        .. DeviceCatalog.List().Where(listing => listing.IsPresent && listing.Kind != DeviceKind.Host).SelectMany(Opened),
    ];

    /// <summary>The device of a name; it stays open.</summary>
    public static ComputeDevice Get(string name)
    {
        lock (s_open)
        {
            if (!s_open.TryGetValue(name, out ComputeDevice? device))
            {
                device = All.Single(candidate => candidate.Name == name).Open();
                s_open.Add(name, device);
            }

            return device;
        }
    }

    private static DeviceUnderTest[] Opened(DeviceListing listing)
    {
        string family = listing.Id.Split(':')[0];
        ComputeDevice Open() => DeviceCatalog.Open(new DeviceChoice(listing.Id, "test"));
        // With cuBLAS and without: either must pass.
        return listing.Kind == DeviceKind.Cuda
            ? [new(listing.Id, family, Open), new($"{listing.Id}, own kernels", family, () => WithoutVendorProducts((AcceleratorDevice)Open()))]
            : [new(listing.Id, family, Open)];
    }

    private static AcceleratorDevice WithoutVendorProducts(AcceleratorDevice device)
    {
        device.VendorProducts?.Dispose();
        device.VendorProducts = null;
        return device;
    }
}
