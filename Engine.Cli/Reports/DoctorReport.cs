using Engine.Kernels;

namespace Engine.Cli;

/// <summary>The object of <c>doctor --json</c>.</summary>
/// <param name="Build">What executes accelerator kernels in this build.</param>
/// <param name="Devices">Every device checked.</param>
internal sealed record DoctorReport(string Build, IReadOnlyList<DoctorReport.Device> Devices)
{
    /// <summary>One device.</summary>
    /// <param name="Id">As <c>devices</c> lists it.</param>
    /// <param name="Name">What it calls itself.</param>
    /// <param name="Checks">What was found.</param>
    internal sealed record Device(string Id, string Name, IReadOnlyList<DeviceCheckResult> Checks);

    /// <summary>Whether every check of every device passed.</summary>
    public bool Passed => Devices.All(device => device.Checks.All(check => check.Passed));
}
