using System.CommandLine;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary><c>engine devices</c>: what this build runs on.</summary>
internal static class DevicesCommand
{
    private const string Notes = """
        A device is chosen by the option --device, else by the environment variable ENGINE_DEVICE, else it is the host.
        No other one is taken when it is missing: that is an error. Training and prediction run on the host in this version;
        the accelerator operations are for programs that use the library, and engine doctor checks them.

        Examples:
          engine devices
          engine devices --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        Option<string?> device = DeviceOption.Create();
        Option<bool> json = JsonOutput.Option("Print it as one line of JSON.");
        var command = new DocumentedCommand("devices", "Says what this build can run on, and what is missing.", Notes) { device, json };
        command.SetAction(parsed =>
        {
            DevicesReport report = DevicesReport.OfThisMachine(parsed.GetValue(device));
            if (parsed.GetValue(json)) JsonOutput.Write(streams.Out, report, ReportJson.Default.DevicesReport);
            else Write(new ConsoleReport(streams.Out), report);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(ConsoleReport report, DevicesReport devices)
    {
        report.Line("host", $"{devices.Architecture}, {devices.Processors} processors, {Figures.Bytes(devices.MemoryBytes)} of memory");
        report.Line("vectors", $"{devices.VectorBits} bits in use; "
            + (devices.InstructionSets.Count > 0 ? $"the processor has {string.Join(", ", devices.InstructionSets)}" : "no vector instructions found"));
        report.Line("build", devices.Build);
        foreach (DeviceListing device in devices.Devices) report.Line(device.Id, $"{(device.IsPresent ? "present" : "missing")}: {device.Description}");
        report.Line("selected", $"{devices.Selected.Id} ({devices.Selected.Source})");
    }
}
