using System.CommandLine;

namespace Engine.Cli;

/// <summary><c>engine train</c>: from a table to a model file.</summary>
internal sealed class TrainCommand
{
    private static readonly string s_notes = $"""
        Methods; all find exactly the neurons that fire, so those with the same steps end with the same network up to rounding:
        {string.Join("\n", MethodName.All.Select(name => $"  {name.Word,-21} {name.Meaning}"))}

        Losses: squared aims at -1 or +1 for a class, at the standardised value for a number. cross-entropy is for classes and gives
        probabilities (predict --probabilities); on data that can be told apart it has no minimum and ends at --target-loss.
        huber is for numbers: beyond --huber-delta an error pulls no harder, so outliers matter less.

        Scaling, constant, shift and ridge are chosen before training, unless an option says what to take: each of up to {AutomaticChoice.SampleLimit} rows is left out in
        turn and foretold by the infinitely wide network (closed form); of the candidates 2 % or two standard errors cannot tell from the best, the sparsest
        is taken. --fixed takes the defaults of the library instead; so do deep networks, other losses and weighted rows.

        With --hidden the network is deep: two or more wide layers of units that fire rarely (2112.07628). Layers below the trained
        ones are random and frozen. Methods are gauss-newton and gradient-descent then, the loss is squared.

        The model is written to the current folder, under the name of DATA with the ending .safetensors, unless -o says otherwise.
        Ctrl-C stops after the last completed step: the model so far is saved and reported, and the exit code is 1.
        A second Ctrl-C ends the program at once.

        With --json, standard output is one line, one object: testAccuracy or testR2 and testRmse (absent with --test 0),
        trainAccuracy or trainR2, with --loss cross-entropy testLogLoss and testCalibrationError, relativeTrainLoss, iterations, seconds (choosing, drawing the weights and training),
        peakMemoryBytes (of the whole program), status, message, ridge, model, samples, testSamples, dimension, outputs,
        work (what the steps counted, all together), steps (of second order, one by one), keptStep and validationLoss with --validation,
        fewestFired with --hidden (units of each layer that fire on any row trained on, at least; 0 is a dead input), options (as resolved),
        choice (candidates with their errors; absent where nothing was chosen). Plan and progress go to standard error; --quiet leaves them out.

        Examples:
          engine train digits.csv
          engine train houses.csv --label price --task regression -o houses.safetensors
          engine train train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --width 262144 --test 0.1
          engine train digits.csv --hidden 4096,4096
          engine train digits.csv --json --quiet | jq .testAccuracy
        """;

    private readonly DataOptions _data;
    private readonly WordOption<TaskChoice> _task = new("--task", "What the targets are; auto looks at them.", TaskChoice.Auto);
    private readonly Option<double> _test = new("--test")
    {
        Description = "Share of the rows held out and scored at the end, each class in proportion; 0 trains on all.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => 0.2,
    };

    private readonly Option<string?> _sampleWeights = new("--sample-weights")
    {
        Description = "CSV: a column, by name or position, that says how much each row counts: above 0, 2 is as good as the row twice. It is no feature.",
        HelpName = "NAME|POS",
    };

    private readonly Option<bool> _fixed = new("--fixed") { Description = "Choose nothing: what no option says is the library's default." };
    private readonly NetworkOptionSet _network;
    private readonly TrainingOptionSet _training;
    private readonly Option<string?> _device = DeviceOption.Create();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The model file. Default: see below.", HelpName = "FILE" };
    private readonly Option<bool> _compact = new("--compact") { Description = "Save seed and coefficients instead of weights; smaller when rows are long." };
    private readonly Option<bool> _json = JsonOutput.Option("Print the result as one line of JSON.");
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print the result only, not plan and progress." };

    private TrainCommand(Command command)
    {
        _data = new DataOptions(command);
        command.Options.Add(_task);
        command.Options.Add(_test);
        command.Options.Add(_sampleWeights);
        _network = new NetworkOptionSet(command);
        _training = new TrainingOptionSet(command);
        Option[] rest = [_fixed, _device, _output, _compact, _json, _quiet];
        foreach (Option option in rest) command.Options.Add(option);
        _test.Validators.Add(result =>
        {
            double share = result.GetValueOrDefault<double>();
            if (!(share is >= 0 and < 1)) result.AddError($"--test must lie in [0, 1), found {share}.");
        });
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        var command = new DocumentedCommand("train", "Trains a network on a table and saves it.", s_notes);
        var options = new TrainCommand(command);
        command.SetAction((parsed, cancellation) =>
        {
            using var interrupt = new Interrupt(cancellation);
            return Task.FromResult(new TrainRun(options.Read(parsed), streams).Execute(interrupt.Token));
        });
        return command;
    }

    private TrainRequest Read(ParseResult parsed)
    {
        DeviceOption.RequireHost(parsed.GetValue(_device), "training");
        NetworkOptions network = _network.Read(parsed);
        bool regenerated = network.Weights == WeightStorage.Regenerated, compact = regenerated || parsed.GetValue(_compact);
        string? compactBy = regenerated ? $"{WeightsOption.Flag} {WordOption<WeightStorage>.Word(network.Weights)}" : compact ? _compact.Name : null;
        DeepOptions? deep = _network.ReadDeep(parsed);
        if (deep is not null && compact) throw new ArgumentException($"{compactBy} is for networks of one hidden layer.");
        TrainingOptions training = _training.Read(parsed, compactBy);
        DataSource data = _data.Read(parsed);
        if (parsed.GetValue(_sampleWeights) is { } weights)
        {
            if (data.Format != DataFormat.Csv) throw new ArgumentException($"--sample-weights is for CSV, found {WordOption<DataFormat>.Word(data.Format)}.");
            data = data with { Table = data.Table with { Weights = weights } };
        }

        TaskKind? task = _task.Value(parsed) switch
        {
            TaskChoice.Classification => TaskKind.Classification,
            TaskChoice.Regression => TaskKind.Regression,
            _ => null,
        };
        string output = parsed.GetValue(_output) ?? DefaultOutput(data.Path);
        return new TrainRequest(
            data, task, parsed.GetValue(_test), network, deep, _network.Trained(parsed), training, Choose: !parsed.GetValue(_fixed), output, compact,
            parsed.GetValue(_json), parsed.GetValue(_quiet));
    }

    private static string DefaultOutput(string dataPath)
    {
        string name = Path.GetFileName(dataPath);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = Path.GetFileNameWithoutExtension(name);
        return Path.ChangeExtension(name, ".safetensors");
    }
}
