namespace Engine.Cli;

/// <summary>What the process says to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Stopped by a signal, or the mathematics failed; what was reached is saved and reported, when there is something.</summary>
    public const int Incomplete = 1;

    /// <summary>Bad input, a bad option, not enough memory, or a file that cannot be written; nothing was done.</summary>
    public const int Refused = 2;
}
