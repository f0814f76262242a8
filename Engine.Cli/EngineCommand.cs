using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>The <c>engine</c> command: its subcommands, and what becomes of their errors.</summary>
internal static class EngineCommand
{
    private const int PipedHelpWidth = 118;

    private const string Notes = """
        Exit codes:
          0  done
          1  stopped (Ctrl-C, SIGTERM) or failed numerically; what was reached is saved and reported
          2  bad input or option, too little memory, or an output file that cannot be written; nothing was done

        An error is one line on standard error. With --json, standard output then holds {"error": "..."}.
        ENGINE_DEBUG=1 adds the stack trace.

        Example:
          engine train digits.csv && engine evaluate digits.safetensors digits.csv
        """;

    /// <summary>Runs one command line.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="streams">Where it reads and writes.</param>
    /// <param name="cancellation">Asks for an orderly end, like Ctrl-C.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, ConsoleStreams streams, CancellationToken cancellation)
    {
        try
        {
            ParseResult parsed = Create(streams).Parse(args.Length == 0 ? ["--help"] : args);
            // With --help or --version, missing arguments are errors that nobody asked about.
            if (parsed.Action is ParseErrorAction)
            {
                IEnumerable<string> messages = parsed.Errors.Select(error => error.Message).Distinct();
                throw new ArgumentException($"{string.Join(' ', messages)} See {HelpCall(parsed.CommandResult.Command)}.");
            }

            var configuration = new InvocationConfiguration
            {
                Output = streams.Out,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (Exception error)
        {
            return Report(error, streams, asJson: args.Contains(JsonOutput.OptionName));
        }
    }

    private static RootCommand Create(ConsoleStreams streams)
    {
        var root = new RootCommand("Trains networks with very wide hidden layers, and pays only for the neurons that fire.")
        {
            TrainCommand.Create(streams),
            FineTuneCommand.Create(streams),
            EvaluateCommand.Create(streams),
            PredictCommand.Create(streams),
            InspectCommand.Create(streams),
            DevicesCommand.Create(streams),
            DoctorCommand.Create(streams),
            QuantumCommand.Create(streams),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        var standard = new HelpAction();
        if (!streams.OutIsTerminal) standard.MaxWidth = PipedHelpWidth;
        help.Action = new HelpWithNotes(standard, Notes);
        return root;
    }

    private static string HelpCall(Command command) => command is RootCommand ? "engine --help" : $"engine {command.Name} --help";

    private static int Report(Exception error, ConsoleStreams streams, bool asJson)
    {
        string message = Sentence(error);
        streams.Error.WriteLine($"engine: {message}");
        if (Environment.GetEnvironmentVariable("ENGINE_DEBUG") == "1") streams.Error.WriteLine(error);
        if (asJson) JsonOutput.Write(streams.Out, new ErrorReport(message), ReportJson.Default.ErrorReport);
        return error is InputException or DeviceUnavailableException or ArgumentException or InsufficientMemoryException or OutOfMemoryException or IOException or UnauthorizedAccessException
            ? ExitCode.Refused
            : ExitCode.Incomplete;
    }

    /// <summary>The message on one line, without the parameter name that .NET appends for programmers.</summary>
    private static string Sentence(Exception error)
    {
        string message = error is OperationCanceledException ? "stopped before the end." : error.Message;
        if (error is ArgumentException { ParamName: { } parameter }) message = message.Replace($" (Parameter '{parameter}')", "");
        return string.Join(' ', message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
