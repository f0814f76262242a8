namespace Engine.Cli;

/// <summary>Turns step records into lines, on the thread that trains.</summary>
/// <param name="table">How to write a step.</param>
/// <param name="write">Writes a line.</param>
/// <param name="doing">Told what comes next; null when nobody looks.</param>
internal sealed class StepProgress(StepTable table, Action<string> write, Action<string>? doing) : IProgress<StepMetrics>
{
    /// <inheritdoc/>
    public void Report(StepMetrics value)
    {
        if (StepTable.Shows(value.Step)) write(table.Row(value));
        doing?.Invoke($"step {value.Step + 1}, relative loss {value.RelativeLoss:0.00e+00} so far");
    }
}
