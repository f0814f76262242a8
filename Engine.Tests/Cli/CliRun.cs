using Engine.Cli;

namespace Engine.Tests.Cli;

/// <summary>What one run of the command left: exit code, standard output, standard error.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs the command in this process.</summary>
    /// <param name="args">Without the program's name.</param>
    public static Task<CliRun> Of(params string[] args) => Of(args, new StringWriter());

    /// <summary>Runs the command with something on standard input.</summary>
    public static Task<CliRun> WithInput(string input, params string[] args) => Of(args, new StringWriter(), input);

    /// <summary>Runs the command, with a chosen writer for standard output.</summary>
    public static async Task<CliRun> Of(string[] args, StringWriter output, string input = "", CancellationToken cancellation = default)
    {
        var error = new StringWriter();
        var streams = new ConsoleStreams(new StringReader(input), output, error, OutIsTerminal: false);
        int code = await EngineCommand.RunAsync(args, streams, cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
