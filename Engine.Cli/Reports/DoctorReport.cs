using Engine.Indexing;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>The object of <c>doctor --json</c>.</summary>
/// <param name="Build">What executes accelerator kernels in this build.</param>
/// <param name="Devices">Every device checked.</param>
/// <param name="Indexes">Every exact index, which the host answers.</param>
internal sealed record DoctorReport(string Build, IReadOnlyList<DoctorReport.Device> Devices, IReadOnlyList<IndexCheckResult> Indexes)
{
    /// <summary>One device.</summary>
    /// <param name="Id">As <c>devices</c> lists it.</param>
    /// <param name="Name">What it calls itself.</param>
    /// <param name="Checks">What was found.</param>
    internal sealed record Device(string Id, string Name, IReadOnlyList<DeviceCheckResult> Checks);

    /// <summary>Whether every check passed.</summary>
    public bool Passed => Devices.All(device => device.Checks.All(check => check.Passed)) && Indexes.All(check => check.Passed);
}
