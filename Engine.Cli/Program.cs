namespace Engine.Cli;

/// <summary>The process around <see cref="EngineCommand"/>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => EngineCommand.RunAsync(args, ConsoleStreams.OfProcess(), CancellationToken.None);
}
