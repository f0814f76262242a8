using System.CommandLine;

namespace Engine.Cli;

/// <summary><c>engine predict</c>: CSV in, CSV out.</summary>
internal sealed class PredictCommand
{
    private const string Notes = """
        Rows are read, predicted and written in batches, so a pipe may be as long as it likes. A file with a header is matched
        to the model by column names: order does not matter, other columns, such as the label, are ignored.
        The output has a header and one line per row: prediction, and with --scores one column score:CLASS for each class,
        where training by squared loss aims at 1 for the right class and -1 for the others. With --probabilities, for models trained by
        --loss cross-entropy, one column probability:CLASS for each class; a row's add up to 1.
        An error ends the output at the broken row; with -o there is then no file.

        Examples:
          engine predict digits.safetensors new.csv -o predictions.csv
          engine predict digits.safetensors --scores < new.csv | head
          engine predict digits.safetensors unnamed.csv --no-header --label -1
        """;

    /// <summary>Rows read and predicted at a time: enough that the weights are streamed from memory rarely.</summary>
    private const int BatchRows = 1024;

    private const string StandardInput = "-";

    private readonly ModelArgument _model = new();
    private readonly WordOption<WeightStorage> _weights = WeightsOption.Create();
    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "A CSV file; without it, or with -, standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly CsvTableOptions _table;
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The CSV file to write. Default: standard output.", HelpName = "FILE" };
    private readonly Option<bool> _scores = new("--scores") { Description = "Classification: also write the score of each class." };
    private readonly Option<bool> _probabilities = new("--probabilities") { Description = "Models trained by cross-entropy: also write the probability of each class." };

    private PredictCommand(Command command)
    {
        command.Arguments.Add(_model);
        command.Arguments.Add(_data);
        _table = new CsvTableOptions(command, "A column to leave out, by name or position; needed only where columns have no names.");
        command.Options.Add(_weights);
        command.Options.Add(_output);
        command.Options.Add(_scores);
        command.Options.Add(_probabilities);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        var command = new DocumentedCommand("predict", "Predicts for every row of a table.", Notes);
        var options = new PredictCommand(command);
        command.SetAction((parsed, cancellation) =>
        {
            using var interrupt = new Interrupt(cancellation);
            return Task.FromResult(options.Execute(parsed, streams, interrupt.Token));
        });
        return command;
    }

    private int Execute(ParseResult parsed, ConsoleStreams streams, CancellationToken cancellation)
    {
        DeviceOption.RequireHost(option: null, "prediction");
        string model = parsed.GetRequiredValue(_model), path = parsed.GetValue(_data) ?? StandardInput;
        using WideNetwork network = WideNetwork.Load(model, _weights.Value(parsed));
        bool scores = parsed.GetValue(_scores);
        if (scores && network.Task != TaskKind.Classification)
            throw new InputException(model, 0, null, "--scores needs a model that classifies", WordOption<TaskKind>.Word(network.Task));
        bool probabilities = parsed.GetValue(_probabilities);
        if (probabilities && !network.HasProbabilities)
        {
            string found = WordOption<LossKind>.Word(network.Training?.Loss ?? LossKind.Squared);
            throw new InputException(model, 0, null, "--probabilities needs a classifier trained by --loss cross-entropy", $"{WordOption<TaskKind>.Word(network.Task)}, {found}");
        }

        CsvTable table = _table.Read(parsed);
        using TextReader? file = path == StandardInput ? null : File.OpenText(path);
        IEnumerable<Dataset> batches = Dataset.StreamCsv(
            file ?? streams.In, BatchRows, file is null ? "stdin" : path, table.Label, table.For(network, TaskKind.Unlabelled));
        void Write(TextWriter target) => PredictionTable.Write(target, network, batches, scores, probabilities, cancellation);
        if (parsed.GetValue(_output) is { } output) OutputFile.Write(output, Write);
        else Write(streams.Out);
        return ExitCode.Success;
    }
}
