using System.CommandLine;
using Engine.Indexing;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary><c>engine doctor</c>: do the devices of this machine compute what they should?</summary>
internal static class DoctorCommand
{
    private const string Notes = """
        Without --device, every device that engine devices lists as present is checked. To have CUDA, OpenCL or ILGPU's CPU
        accelerator, build with -p:Ilgpu=package, or -p:Ilgpu=FOLDER where FOLDER holds ILGPU.dll and ILGPU.Algorithms.dll.
        Exit code 1 when a check fails, 2 when the device is not there.

        Examples:
          engine doctor
          engine doctor --device cuda
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        Option<string?> device = new("--device") { Description = "Check this device only, by its id.", HelpName = "ID" };
        Option<bool> json = JsonOutput.Option("Print it as one line of JSON.");
        var command = new DocumentedCommand("doctor", "Checks that the devices of this machine compute what they should.", Notes) { device, json };
        command.SetAction(parsed =>
        {
            DoctorReport report = new(DeviceCatalog.Build, [.. Chosen(parsed.GetValue(device)).Select(Examine)], IndexCheck.Run());
            if (parsed.GetValue(json)) JsonOutput.Write(streams.Out, report, ReportJson.Default.DoctorReport);
            else Write(new ConsoleReport(streams.Out), report);
            return report.Passed ? ExitCode.Success : ExitCode.Incomplete;
        });
        return command;
    }

    private static IEnumerable<DeviceChoice> Chosen(string? option) => string.IsNullOrEmpty(option)
        ? DeviceCatalog.List().Where(listing => listing.IsPresent).Select(listing => DeviceCatalog.Choose(listing.Id))
        : [DeviceCatalog.Choose(option)];

    private static DoctorReport.Device Examine(DeviceChoice choice)
    {
        ComputeDevice device;
        try
        {
            device = DeviceCatalog.Open(choice);
        }
        catch (Exception failure) when (failure is not DeviceUnavailableException)
        {
            // It is listed as present and does not open: that is a finding, and no reason to leave the others unexamined.
            return new DoctorReport.Device(choice.Id, choice.Id, [new DeviceCheckResult("opening", Passed: false, failure.Message, Milliseconds: 0)]);
        }

        using (device) return new DoctorReport.Device(choice.Id, device.Name, DeviceCheck.Run(device));
    }

    private static void Write(ConsoleReport report, DoctorReport doctor)
    {
        report.Line("build", doctor.Build);
        foreach (DoctorReport.Device device in doctor.Devices)
        {
            report.Line(device.Id, device.Name);
            foreach (DeviceCheckResult check in device.Checks) report.Line("", Text(check.Passed, check.Name, check.Detail, check.Milliseconds));
        }

        report.Line("indexes", "against brute force, on the host");
        foreach (IndexCheckResult check in doctor.Indexes) report.Line("", Text(check.Passed, check.Name, check.Detail, check.Milliseconds));
    }

    private static string Text(bool passed, string name, string detail, double milliseconds) => $"{(passed ? "ok" : "FAILED")}: {name}: {detail}, {milliseconds:F0} ms";
}
