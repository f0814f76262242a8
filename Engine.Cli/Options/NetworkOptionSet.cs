using System.CommandLine;

namespace Engine.Cli;

/// <summary>The options behind <see cref="NetworkOptions"/>.</summary>
internal sealed class NetworkOptionSet
{
    private static readonly NetworkOptions s_defaults = new();

    private readonly Option<int> _width = new("--width")
    {
        Description = "Neurons in the hidden layer, m.",
        HelpName = "M",
        DefaultValueFactory = _ => s_defaults.Width,
    };

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
    private readonly WordOption<Scaling> _scaling = new("--scaling", "What is done to columns before rows get unit length; auto: chosen, with --fixed by a look at the ranges of columns.", s_defaults.Transform.Scaling);
    private readonly Option<double?> _constant = new("--constant")
    {
        Description = "Constant appended to each row; 0 for none. Default: chosen; with --fixed 2 sqrt(d) with standardise, else none.",
        HelpName = "C",
    };

    /// <param name="command">Receives the options.</param>
    public NetworkOptionSet(Command command)
    {
        Option[] options = [_width, _seed, _shift, _fireFraction, _wiring, _scaling, _constant];
        foreach (Option option in options) command.Options.Add(option);
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
            Transform = new TransformOptions { Scaling = _scaling.Value(parsed), AppendConstant = parsed.GetValue(_constant) },
        };
        options.Validate();
        return options;
    }
}
