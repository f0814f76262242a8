namespace Engine.Tests.Cli;

/// <summary>Cancels when a certain line is written to it.</summary>
internal sealed class TripwireWriter(Func<string, bool> trips, CancellationTokenSource source) : StringWriter
{
    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (trips(value!)) source.Cancel();
    }
}
