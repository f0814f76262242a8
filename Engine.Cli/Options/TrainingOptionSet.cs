using System.CommandLine;

namespace Engine.Cli;

/// <summary>The options behind <see cref="TrainingOptions"/>.</summary>
internal sealed class TrainingOptionSet
{
    private const string Auto = "auto";

    private static readonly TrainingOptions s_defaults = new();

    private readonly MethodOption _method = new();
    private readonly Option<double> _targetLoss = new("--target-loss")
    {
        Description = "Training ends at this loss, relative to the start. In [0, 1).",
        HelpName = "L",
        DefaultValueFactory = _ => s_defaults.TargetLoss,
    };

    private readonly Option<int?> _steps = new("--steps")
    {
        Description = "Training ends after this many steps. Default: 40 for gauss-newton, 2000 for the others.",
        HelpName = "N",
    };

    private readonly Option<string> _ridge = new("--ridge")
    {
        Description = "Weight of |W - W(0)|^2, relative to the Gram matrix; auto: chosen; with --fixed none for classes, cross-validated for regression.",
        HelpName = "auto|R",
        DefaultValueFactory = _ => Auto,
    };

    private readonly Option<double> _damping = new("--damping")
    {
        Description = "Damping of a Gauss-Newton step, relative to the Gram matrix.",
        HelpName = "D",
        DefaultValueFactory = _ => s_defaults.Damping,
    };

    private readonly WordOption<UpdateForm> _form = new("--form", "How scores follow the weights; affects time only.", s_defaults.Form);
    private readonly Option<double?> _band = new("--band")
    {
        Description = "Width of the candidate band below the threshold; affects time only. Default: from the plan.",
        HelpName = "B",
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads for training; 0 for one per processor. The model is the same for any number.",
        HelpName = "N",
        DefaultValueFactory = _ => s_defaults.Threads,
    };

    /// <param name="command">Receives the options.</param>
    public TrainingOptionSet(Command command)
    {
        _ridge.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string>();
            if (text != Auto && !double.TryParse(text, out double _)) result.AddError($"--ridge must be {Auto} or a number, found '{text}'.");
        });
        Option[] options = [_method, _targetLoss, _steps, _ridge, _damping, _form, _band, _threads];
        foreach (Option option in options) command.Options.Add(option);
    }

    /// <summary>What was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="keepCoefficients">Whether the model will be saved compactly.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public TrainingOptions Read(ParseResult parsed, bool keepCoefficients)
    {
        string ridge = parsed.GetValue(_ridge)!;
        MethodName method = _method.Value(parsed);
        if (keepCoefficients && method.Search != FireSearch.Certified)
        {
            string certified = string.Join(", ", MethodName.All.Where(name => name.Search == FireSearch.Certified).Select(name => name.Word));
            throw new ArgumentException($"--compact needs a --method that keeps coefficients ({certified}), found {method.Word}.");
        }

        var options = new TrainingOptions
        {
            Method = method.Method,
            Search = method.Search,
            TargetLoss = parsed.GetValue(_targetLoss),
            StepLimit = parsed.GetValue(_steps),
            Ridge = ridge == Auto ? null : double.Parse(ridge),
            Damping = parsed.GetValue(_damping),
            Form = _form.Value(parsed),
            Band = parsed.GetValue(_band),
            Threads = parsed.GetValue(_threads),
            KeepCoefficients = keepCoefficients,
        };
        options.Validate();
        return options;
    }
}
