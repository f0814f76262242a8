using System.CommandLine;

namespace Engine.Cli;

/// <summary><c>engine devices</c>: what this build runs on.</summary>
internal static class DevicesCommand
{
    private const string Notes = """
        Example:
          engine devices
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        Option<bool> json = JsonOutput.Option("Print it as one line of JSON.");
        var command = new DocumentedCommand("devices", "Says what this build can run on.", Notes) { json };
        command.SetAction(parsed =>
        {
            DevicesReport report = DevicesReport.OfThisMachine();
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
        report.Line("accelerator", devices.Accelerator);
    }
}
