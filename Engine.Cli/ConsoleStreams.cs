using System.Text;

namespace Engine.Cli;

/// <summary>Where a command reads and writes.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output: results.</param>
/// <param name="Error">Standard error: messages, and progress when standard output carries JSON.</param>
/// <param name="OutIsTerminal">Whether a person looks at <paramref name="Out"/>, so that it may be redrawn and coloured.</param>
internal sealed record ConsoleStreams(TextReader In, TextWriter Out, TextWriter Error, bool OutIsTerminal)
{
    /// <summary>The streams of this process, in UTF-8.</summary>
    public static ConsoleStreams OfProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new ConsoleStreams(Console.In, Console.Out, Console.Error, !Console.IsOutputRedirected);
    }
}
