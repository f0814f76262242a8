using System.CommandLine;

namespace Engine.Cli;

/// <summary><c>engine inspect</c>: what is in a model file.</summary>
internal static class InspectCommand
{
    private const string Notes = """
        The file is read and checked in full; no code from it is run.

        Examples:
          engine inspect digits.safetensors
          engine inspect digits.safetensors --json | jq .training
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        var model = new ModelArgument();
        WordOption<WeightStorage> weights = WeightsOption.Create();
        Option<bool> json = JsonOutput.Option("Print it as one line of JSON.");
        var command = new DocumentedCommand("inspect", "Says what is in a model file.", Notes) { model, weights, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            using WideNetwork network = WideNetwork.Load(path, weights.Value(parsed));
            var report = InspectReport.Of(network, path);
            if (parsed.GetValue(json)) JsonOutput.Write(streams.Out, report, ReportJson.Default.InspectReport);
            else Write(new ConsoleReport(streams.Out), report);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(ConsoleReport report, InspectReport model)
    {
        report.Line("model", $"{model.Model} ({Figures.Bytes(model.FileBytes)}, stored as {model.Storage})");
        report.Line("network", $"{model.Width:N0} neurons, {model.Outputs} {(model.Outputs == 1 ? "output" : "outputs")}, {model.Wiring} wiring, "
            + $"shift {model.Shift:0.###}: {Figures.Percent(model.FireFraction)} fire on a sample at the start, seed {model.Seed}");
        report.Line("input", $"{model.InputDimension:N0} features{(model.Features.Count > 0 ? $": {Figures.List(model.Features)}" : ", without names")}");
        report.Line("features", model.Transform);
        report.Line("target", model.Classes is { } classes
            ? $"{classes.Count} classes: {Figures.List(classes)}"
            : $"a number: {model.TargetMean:G6} plus {model.TargetScale:G6} times the output");
        report.Line("training", model.Training is { } training
            ? $"{training.Samples:N0} rows of {training.Source}, {WordOption<TrainingMethod>.Word(training.Method)}, {WordOption<LossKind>.Word(training.Loss)} loss, "
                + $"{training.Steps} steps to relative loss {training.RelativeLoss:0.##e+00} ({training.Status}), ridge {training.Ridge:G3}"
            : "none");
    }
}
