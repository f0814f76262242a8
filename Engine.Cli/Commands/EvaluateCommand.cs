using System.CommandLine;

namespace Engine.Cli;

/// <summary><c>engine evaluate</c>: scores a model on labelled data.</summary>
internal sealed class EvaluateCommand
{
    private const string Notes = """
        A CSV file with a header is matched to the model by column names: order does not matter, other columns are ignored.

        A model trained by cross-entropy gives probabilities: their log-loss, the mean of -ln of the right class's, and their expected
        calibration error (15 bins of equal width, Guo et al. 2017) are shown as well. Scores of other losses are no probabilities.

        With --json, standard output is one object: model, data, samples, then accuracy (with probabilities also logLoss and calibrationError), or r2 and rmse;
        with --confusion also classes and confusion (rows: true class, columns: predicted class).

        Examples:
          engine evaluate digits.safetensors more-digits.csv
          engine evaluate digits.safetensors more-digits.csv --confusion
          engine evaluate mnist.safetensors t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz --json
        """;

    private readonly ModelArgument _model = new();
    private readonly WordOption<WeightStorage> _weights = WeightsOption.Create();
    private readonly DataOptions _data;
    private readonly Option<bool> _confusion = new("--confusion") { Description = "Classification: also print how often each class was taken for which." };
    private readonly Option<bool> _json = JsonOutput.Option("Print the result as one line of JSON.");

    private EvaluateCommand(Command command)
    {
        command.Arguments.Add(_model);
        _data = new DataOptions(command);
        command.Options.Add(_weights);
        command.Options.Add(_confusion);
        command.Options.Add(_json);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        var command = new DocumentedCommand("evaluate", "Scores a model on data with targets.", Notes);
        var options = new EvaluateCommand(command);
        command.SetAction(parsed => options.Execute(parsed, streams));
        return command;
    }

    private int Execute(ParseResult parsed, ConsoleStreams streams)
    {
        DeviceOption.RequireHost(option: null, "evaluation");
        string model = parsed.GetRequiredValue(_model);
        using WideNetwork network = WideNetwork.Load(model, _weights.Value(parsed));
        bool confusion = parsed.GetValue(_confusion);
        if (confusion && network.Task != TaskKind.Classification)
            throw new InputException(model, 0, null, "--confusion needs a model that classifies", WordOption<TaskKind>.Word(network.Task));
        Dataset data = _data.Read(parsed).ReadFor(network);
        Evaluation evaluation = network.Evaluate(data);
        int[][]? counts = confusion ? ConfusionMatrix.Of(network, data) : null;
        if (parsed.GetValue(_json))
        {
            JsonOutput.Write(
                streams.Out,
                new EvaluateReport(
                    model, data.Source, evaluation.Count, evaluation.Accuracy, evaluation.LogLoss, evaluation.CalibrationError, evaluation.R2, evaluation.RootMeanSquaredError,
                    counts is null ? null : network.ClassNames, counts),
                ReportJson.Default.EvaluateReport);
            return ExitCode.Success;
        }

        streams.Out.WriteLine(EvaluationText.Of(evaluation));
        if (counts is not null) ConfusionMatrix.Write(streams.Out, network.ClassNames, counts);
        return ExitCode.Success;
    }
}
