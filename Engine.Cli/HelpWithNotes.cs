using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Engine.Cli;

/// <summary>The standard help, then the notes of the command.</summary>
/// <param name="standard">System.CommandLine's help.</param>
/// <param name="rootNotes">What follows the help of the root command.</param>
internal sealed class HelpWithNotes(HelpAction standard, string rootNotes) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = standard.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(
            parseResult.CommandResult.Command is DocumentedCommand command ? command.Notes : rootNotes);
        return code;
    }
}
