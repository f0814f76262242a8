namespace Engine.Kernels;

/// <summary>The devices there are, and how one is chosen.</summary>
public static class DeviceCatalog
{
    /// <summary>The environment variable that chooses a device where no option does.</summary>
    public const string Variable = "ENGINE_DEVICE";

    /// <summary>Id of the host device, the default.</summary>
    public const string HostId = "host";

    /// <summary>What executes the accelerator kernels in this build, in one sentence.</summary>
    public static string Build => AcceleratorBackends.Build;

    /// <summary>Every device this library knows of: those present and those missing, with the reason.</summary>
    public static IReadOnlyList<DeviceListing> List() =>
    [
        new DeviceListing(
            HostId, DeviceKind.Host, IsPresent: true,
            $"{Environment.ProcessorCount} processors, vectors of {HostVectorBits} bits; the default"),
        .. AcceleratorBackends.List(),
    ];

    /// <summary>Chooses a device: the option, else the environment variable <see cref="Variable"/>, else the host.</summary>
    /// <param name="option">An id from <see cref="List"/>; <c>cuda</c> is short for <c>cuda:0</c>. Null or empty when the user gave none.</param>
    /// <returns>The id, and where it comes from.</returns>
    /// <remarks>Whether the device exists shows when it is opened; another one is never taken in silence.</remarks>
    public static DeviceChoice Choose(string? option) => Choose(option, Environment.GetEnvironmentVariable(Variable));

    internal static DeviceChoice Choose(string? option, string? variable)
    {
        if (!string.IsNullOrEmpty(option)) return new DeviceChoice(Normalise(option), "option");
        if (!string.IsNullOrEmpty(variable)) return new DeviceChoice(Normalise(variable), $"environment variable {Variable}");
        return new DeviceChoice(HostId, "default");
    }

    /// <summary>Opens a device.</summary>
    /// <param name="choice">What <see cref="Choose(string?)"/> returned.</param>
    /// <param name="threads">Threads of the host device; 0 takes one per processor.</param>
    /// <exception cref="DeviceUnavailableException">There is no such device, or this build or machine lacks it; the message says what there is.</exception>
    public static ComputeDevice Open(DeviceChoice choice, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice.Id == HostId) return new HostDevice(threads);
        IReadOnlyList<DeviceListing> devices = List();
        DeviceListing listing = devices.FirstOrDefault(device => device.Id == choice.Id)
            ?? throw new DeviceUnavailableException($"{choice.Id} (from the {choice.Source}) is none of the devices {string.Join(", ", devices.Select(device => device.Id))}.");
        if (!listing.IsPresent) throw new DeviceUnavailableException($"{choice.Id} (from the {choice.Source}) is not available: {listing.Description}");
        return AcceleratorBackends.Open(listing);
    }

    private static int HostVectorBits =>
        System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256 : 128;

    private static string Normalise(string id)
    {
        string lower = id.Trim().ToLowerInvariant();
        return lower is "cuda" or "opencl" ? lower + ":0" : lower;
    }
}
