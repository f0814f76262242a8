namespace Engine.Cli;

/// <summary>The object that <c>--json</c> prints instead, when a command fails.</summary>
/// <param name="Error">The message.</param>
internal sealed record ErrorReport(string Error);
