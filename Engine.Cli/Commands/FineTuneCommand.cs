using System.CommandLine;

namespace Engine.Cli;

/// <summary><c>engine finetune</c>: adapts one layer of a pretrained network to a table.</summary>
internal sealed class FineTuneCommand
{
    private const string Notes = """
        MODEL is a plain ReLU network: linear layers named layers.N.weight (out, in) and layers.N.bias (out) with a ReLU between each and
        the next, in fp32; --names says otherwise, for example --names net.{N}.weight. Rows are taken as they are read. Output i
        stands for class i of DATA; classes beyond the outputs get random readout rows.

        The layer is given a shift that leaves the share --fire of its units (with --fire-below the layer below it as well), which costs
        accuracy at first: that is printed before training. Then the layer and its biases are trained, exactly, by what fires.

        --export folded writes the network: with continuous activation plain layers again, which any reader of such files can apply (and
        evaluate, predict and inspect can). --export delta writes what was added to the layer as layers.N.lora_B (out, rank) and
        layers.N.lora_A (rank, in), delta = B A, and the changed biases.

        With --json, standard output is one object: layer, denseAccuracy, sparseAccuracy, accuracy (each on the held-out rows, R2 for
        values), fired, status, message, iterations, seconds, model, and with --compare dense: denseTuned, denseSeconds.

        Examples:
          engine finetune mlp.safetensors digits.csv
          engine finetune mlp.safetensors digits.csv --layer 1 --fire 0.1 --compare
          engine finetune mlp.safetensors digits.csv --export delta --rank 16 -o delta.safetensors
        """;

    private static readonly TrainingOptions s_training = new FineTuningOptions().Training;

    private readonly Argument<string> _model = new("MODEL") { Description = "A safetensors file of a plain ReLU network." };
    private readonly DataOptions _data;
    private readonly Option<int?> _layer = new("--layer") { Description = "The hidden layer to adapt, from 0 at the bottom. Default: the last one.", HelpName = "N" };
    private readonly Option<double> _fire = new("--fire")
    {
        Description = "Share of units that fire on a sample in that layer.",
        HelpName = "P",
        DefaultValueFactory = _ => new FineTuningOptions().FireFraction,
    };

    private readonly Option<double?> _fireBelow = new("--fire-below") { Description = "The same of the layer below. Default: what fires there is left as it is.", HelpName = "P" };
    private readonly WordOption<ShiftForm> _activation = new("--activation", "What a unit with a shift passes on, z - b or z.", ShiftForm.Continuous);
    private readonly Option<string?> _names = new("--names") { Description = "How MODEL names weights; biases have 'bias' for 'weight'.", HelpName = "PATTERN" };
    private readonly Option<double> _test = new("--test") { Description = "Share of the rows held out and scored.", HelpName = "SHARE", DefaultValueFactory = _ => 0.2 };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of the split and of new readout rows.", HelpName = "N", DefaultValueFactory = _ => 1UL };
    private readonly Option<int?> _steps = new("--steps") { Description = "Training ends after this many steps.", HelpName = "N", DefaultValueFactory = _ => s_training.StepLimit };
    private readonly Option<double> _targetLoss = new("--target-loss")
    {
        Description = "Training ends at this loss, relative to the start.",
        HelpName = "L",
        DefaultValueFactory = _ => s_training.TargetLoss!.Value,
    };

    private readonly WordOption<FineTuneExport> _export = new("--export", "What is written: the network, or what was added.", FineTuneExport.Folded);
    private readonly Option<int?> _rank = new("--rank") { Description = "With --export delta: the largest rank. Default: what leaves a relative error of 0.001.", HelpName = "R" };
    private readonly Option<bool> _compare = new("--compare") { Description = "Also train the same layer densely, by Adam, and print both." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write. Default: MODEL's name with .tuned or .delta in it, in this folder.", HelpName = "FILE" };
    private readonly Option<bool> _json = JsonOutput.Option("Print the result as one line of JSON.");
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print the result only, not the steps." };

    private FineTuneCommand(Command command)
    {
        command.Arguments.Add(_model);
        _data = new DataOptions(command);
        Option[] options = [_layer, _fire, _fireBelow, _activation, _names, _test, _seed, _steps, _targetLoss, _export, _rank, _compare, _output, _json, _quiet];
        foreach (Option option in options) command.Options.Add(option);
        _test.Validators.Add(result =>
        {
            double share = result.GetValueOrDefault<double>();
            if (!(share is > 0 and < 1)) result.AddError($"--test must lie in (0, 1), found {share}.");
        });
        _rank.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1) result.AddError($"--rank must be at least 1, found {result.GetValueOrDefault<int?>()}.");
        });
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(ConsoleStreams streams)
    {
        var command = new DocumentedCommand("finetune", "Adapts one layer of a pretrained network to a table.", Notes);
        var options = new FineTuneCommand(command);
        command.SetAction((parsed, cancellation) =>
        {
            using var interrupt = new Interrupt(cancellation);
            return Task.FromResult(new FineTuneRun(options.Read(parsed), streams).Execute(interrupt.Token));
        });
        return command;
    }

    private FineTuneRequest Read(ParseResult parsed)
    {
        DeviceOption.RequireHost(option: null, "fine-tuning");
        string model = parsed.GetRequiredValue(_model);
        FineTuneExport export = _export.Value(parsed);
        var options = new FineTuningOptions
        {
            Layer = parsed.GetValue(_layer),
            FireFraction = parsed.GetValue(_fire),
            FireBelow = parsed.GetValue(_fireBelow),
            Form = _activation.Value(parsed),
            Names = parsed.GetValue(_names) is { } names ? CheckpointNames.Of(names) : new CheckpointNames(),
            Seed = parsed.GetValue(_seed),
            Training = s_training with { StepLimit = parsed.GetValue(_steps), TargetLoss = parsed.GetValue(_targetLoss) },
        };
        options.Validate();
        string ending = export == FineTuneExport.Folded ? ".tuned.safetensors" : ".delta.safetensors";
        return new FineTuneRequest(
            model, _data.Read(parsed), options, parsed.GetValue(_test), export, parsed.GetValue(_rank), parsed.GetValue(_compare),
            parsed.GetValue(_output) ?? Path.ChangeExtension(Path.GetFileName(model), ending), parsed.GetValue(_json), parsed.GetValue(_quiet));
    }
}
