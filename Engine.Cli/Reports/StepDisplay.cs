using Spectre.Console;

namespace Engine.Cli;

/// <summary>Shows training as it goes.</summary>
internal static class StepDisplay
{
    private const string Preparing = "preparing: every neuron meets every sample";
    private const string Stopping = "stopping as soon as a step is complete; Ctrl-C again ends at once";

    /// <summary>Trains, and shows the steps.</summary>
    /// <param name="target">Where to; null shows nothing.</param>
    /// <param name="redraw">Whether the target is a terminal: the line below the table then says what is being done.</param>
    /// <param name="table">How to write a step.</param>
    /// <param name="fit">Trains, and reports its steps.</param>
    /// <param name="cancellation">What will stop <paramref name="fit"/>: acknowledged at once, because a step may take long.</param>
    public static TrainingResult Run(
        TextWriter? target, bool redraw, StepTable table, Func<IProgress<StepMetrics>?, TrainingResult> fit, CancellationToken cancellation)
    {
        if (target is null) return fit(null);
        IAnsiConsole? terminal = redraw ? Terminal(target) : null;
        Action<string> write = terminal is null ? target.WriteLine : terminal.WriteLine;
        TrainingResult Fit(Action<string>? doing)
        {
            using CancellationTokenRegistration _ = cancellation.Register(() => (doing ?? write)(Stopping));
            return fit(new StepProgress(table, write, doing is null ? null : text => doing(cancellation.IsCancellationRequested ? Stopping : text)));
        }

        write(table.Header);
        TrainingResult result = terminal is null ? Fit(doing: null) : terminal.Status().Start(Preparing, status => Fit(text => status.Status = text));
        if (result.History.Count > 0 && !StepTable.Shows(result.Steps)) write(table.Row(result.History[^1]));
        return result;
    }

    /// <returns>Null when the terminal cannot redraw a line.</returns>
    private static IAnsiConsole? Terminal(TextWriter target)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(target) });
        return console.Profile.Capabilities is { Ansi: true, Interactive: true } ? console : null;
    }
}
