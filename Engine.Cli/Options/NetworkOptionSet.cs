using System.CommandLine;
using System.Globalization;

namespace Engine.Cli;

/// <summary>The options behind <see cref="NetworkOptions"/>.</summary>
internal sealed class NetworkOptionSet
{
    private static readonly NetworkOptions s_defaults = new();
    private static readonly DeepOptions s_deep = new();

    private readonly Option<int> _width = new("--width")
    {
        Description = "Neurons in the hidden layer, m.",
        HelpName = "M",
        DefaultValueFactory = _ => s_defaults.Width,
    };

    private readonly Option<string?> _hidden = new("--hidden")
    {
        Description = "Instead of --width: several hidden layers, the neurons of each, bottom first, separated by commas.",
        HelpName = "M1,M2,..",
    };

    private readonly WordOption<TrainedLayers> _trained = new("--trained", "With --hidden: the matrices that are trained.", TrainedLayers.Last);
    private readonly WordOption<ShiftForm> _activation = new("--activation", "With --hidden: what a neuron that fires passes on, z - b or z.", s_deep.Form);
    private readonly Option<bool> _raw = new("--no-normalize") { Description = "With --hidden: what one layer passes to the next keeps its length." };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed of the weights and of the held-out split.",
        HelpName = "N",
        DefaultValueFactory = _ => s_defaults.Seed,
    };

    private readonly Option<double?> _shift = new("--shift")
    {
        Description = "Threshold b; a neuron fires above it. In [0, 8]. Default: chosen; with --fixed sqrt(0.4 ln m'), m' the neurons of one output.",
        HelpName = "B",
    };

    private readonly Option<double?> _fireFraction = new("--fire-fraction")
    {
        Description = "Instead of --shift: the share of neurons that fire on a sample at the start, in [1e-6, 0.5].",
        HelpName = "P",
    };

    private readonly WordOption<OutputWiring> _wiring = new("--wiring", "Outputs a neuron feeds: one (grouped) or all (dense).", s_defaults.Wiring);
    private readonly WordOption<WeightStorage> _weights = new(
        WeightsOption.Flag, "Whether weights are in memory, or drawn from the seed as needed; the latter saves a compact model.", s_defaults.Weights);

    private readonly WordOption<Scaling> _scaling = new("--scaling", "What is done to columns before rows get unit length; auto: chosen, with --fixed by a look at the ranges of columns.", s_defaults.Transform.Scaling);
    private readonly Option<double?> _constant = new("--constant")
    {
        Description = "Constant appended to each row; 0 for none. Default: chosen; with --fixed 2 sqrt(d) with standardise, else none.",
        HelpName = "C",
    };

    /// <param name="command">Receives the options.</param>
    public NetworkOptionSet(Command command)
    {
        Option[] options = [_width, _hidden, _trained, _activation, _raw, _seed, _shift, _fireFraction, _wiring, _weights, _scaling, _constant];
        foreach (Option option in options) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_hidden) is not null)
            {
                if (result.GetResult(_width) is { Implicit: false }) result.AddError("--width and --hidden exclude each other.");
                return;
            }

            foreach (Option option in (Option[])[_trained, _activation, _raw])
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --hidden.");
            }
        });
        _hidden.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string>();
            if (text.Split(',').Any(part => !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width < 1))
                result.AddError($"--hidden must be numbers of at least 1 separated by commas, found '{text}'.");
        });
    }

    /// <summary>Which layers of a deep network are trained.</summary>
    public TrainedLayers Trained(ParseResult parsed) => _trained.Value(parsed);

    /// <summary>The shape of a deep network; null without <c>--hidden</c>.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public DeepOptions? ReadDeep(ParseResult parsed)
    {
        if (parsed.GetValue(_hidden) is not { } hidden) return null;
        NetworkOptions common = Read(parsed);
        var options = new DeepOptions
        {
            Widths = [.. hidden.Split(',').Select(width => int.Parse(width, CultureInfo.InvariantCulture))],
            Seed = common.Seed,
            Shift = common.Shift,
            FireFraction = common.FireFraction,
            Form = _activation.Value(parsed),
            NormalizeHidden = !parsed.GetValue(_raw),
            Wiring = common.Wiring,
            Transform = common.Transform,
        };
        options.Validate();
        return options;
    }

    /// <summary>What was given.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public NetworkOptions Read(ParseResult parsed)
    {
        var options = new NetworkOptions
        {
            Width = parsed.GetValue(_width),
            Seed = parsed.GetValue(_seed),
            Shift = parsed.GetValue(_shift),
            FireFraction = parsed.GetValue(_fireFraction),
            Wiring = _wiring.Value(parsed),
            Weights = _weights.Value(parsed),
            Transform = new TransformOptions { Scaling = _scaling.Value(parsed), AppendConstant = parsed.GetValue(_constant) },
        };
        options.Validate();
        return options;
    }
}
