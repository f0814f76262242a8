using System.Collections.Immutable;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <summary>The devices of a program. Here every one of them is emulated.</summary>
public sealed partial class Context : IDisposable
{
    private Context(Builder builder) =>
        Devices = builder.Devices.Count > 0 ? [.. builder.Devices] : [CPUDevice.Default];

    /// <summary>The version whose interface is emulated.</summary>
    public static string Version => "1.5.3";

    /// <summary>The devices, in the order they were added.</summary>
    public ImmutableArray<Device> Devices { get; }

    /// <summary>Starts a context.</summary>
    public static Builder Create() => new();

    /// <summary>Makes a context.</summary>
    public static Context Create(Action<Builder> buildingCallback)
    {
        var builder = new Builder();
        buildingCallback(builder);
        return builder.ToContext();
    }

    /// <summary>Makes a context with the default devices.</summary>
    public static Context CreateDefault() => Create(builder => builder.Default());

    /// <summary>The first device; there is nothing to prefer among emulated ones.</summary>
    public Device GetPreferredDevice(bool preferCPU) => Devices[0];

    /// <summary>Enumerates the devices.</summary>
    public ImmutableArray<Device>.Enumerator GetEnumerator() => Devices.GetEnumerator();

    public void Dispose()
    {
    }
}
