using System.CommandLine;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary><c>--device</c>.</summary>
internal static class DeviceOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string?> Create() => new("--device")
    {
        Description = $"A device that engine devices lists. Default: the environment variable {DeviceCatalog.Variable}, else host.",
        HelpName = "ID",
    };

    /// <summary>Refuses every device but the host: none is taken in another's place.</summary>
    /// <param name="option">The option's value, or null.</param>
    /// <param name="what">What is to run there.</param>
    /// <exception cref="DeviceUnavailableException">Another device is chosen.</exception>
    public static void RequireHost(string? option, string what)
    {
        DeviceChoice choice = DeviceCatalog.Choose(option);
        if (choice.Id != DeviceCatalog.HostId)
            throw new DeviceUnavailableException($"{what} runs on the host in this version; {choice.Id} (from the {choice.Source}) cannot be used.");
    }
}
