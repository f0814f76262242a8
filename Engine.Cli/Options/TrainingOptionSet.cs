using System.CommandLine;

namespace Engine.Cli;

/// <summary>The options behind <see cref="TrainingOptions"/>.</summary>
internal sealed class TrainingOptionSet
{
    private const string Auto = "auto";

    private static readonly TrainingOptions s_defaults = new();

    private readonly MethodOption _method = new();
    private readonly WordOption<LossKind> _loss = new("--loss", "What is minimised; see below.", s_defaults.Loss);
    private readonly Option<double?> _huberDelta = new("--huber-delta")
    {
        Description = "Where huber becomes linear, in robust scales of the targets (1.4826 times their median absolute deviation). Default: 1.345.",
        HelpName = "D",
    };

    private readonly Option<string?> _classWeights = new("--class-weights")
    {
        Description = "How much classes count: balanced, or weights by name; others have 1.",
        HelpName = "balanced|NAME=W,...",
    };

    private readonly Option<double> _validation = new("--validation")
    {
        Description = "Share of the training rows that choose the step whose model is kept, and end training when their loss no longer falls; 0 for none.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => s_defaults.Validation,
    };

    private readonly Option<int?> _patience = new("--patience")
    {
        Description = "With --validation: steps without a new least loss that end training. Default: 5 for gauss-newton, 50 for the others.",
        HelpName = "N",
    };

    private readonly Option<double?> _targetLoss = new("--target-loss")
    {
        Description = "Training ends at this loss, relative to the start. In [0, 1). Default: 1E-06; 0.001 for cross-entropy.",
        HelpName = "L",
    };

    private readonly Option<int?> _steps = new("--steps")
    {
        Description = "Training ends after this many steps. Default: 2000 for first order, 40 for second.",
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

    private readonly WordOption<GramSolver> _solver = new("--solver", "How gauss-newton solves for its steps.", s_defaults.Solver);
    private readonly Option<int> _sketch = new("--sketch")
    {
        Description = "Rows of a sketch for each sample, of near-linear and sublinear. In [2, 256].",
        HelpName = "N",
        DefaultValueFactory = _ => s_defaults.SketchFactor,
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
        Option[] options =
        [
            _method, _loss, _huberDelta, _classWeights, _validation, _patience, _targetLoss, _steps, _ridge, _damping, _solver, _sketch, _form, _band, _threads,
        ];
        foreach (Option option in options) command.Options.Add(option);
    }

    /// <summary>What was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="compactBy">What says that the model will be saved compactly; null when it will not be.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public TrainingOptions Read(ParseResult parsed, string? compactBy)
    {
        string ridge = parsed.GetValue(_ridge)!;
        MethodName method = _method.Value(parsed);
        if (compactBy is not null && method.Search != FireSearch.Certified)
        {
            string certified = string.Join(", ", MethodName.All.Where(name => name.Search == FireSearch.Certified).Select(name => name.Word));
            throw new ArgumentException($"{compactBy} needs a --method that keeps coefficients ({certified}), found {method.Word}.");
        }

        var options = new TrainingOptions
        {
            Method = method.Method,
            Search = method.Search,
            Loss = _loss.Value(parsed),
            HuberDelta = parsed.GetValue(_huberDelta),
            ClassWeights = parsed.GetValue(_classWeights) is { } weights ? ClassWeightsText.Parse(weights) : null,
            Validation = parsed.GetValue(_validation),
            Patience = parsed.GetValue(_patience),
            TargetLoss = parsed.GetValue(_targetLoss),
            StepLimit = parsed.GetValue(_steps),
            Ridge = ridge == Auto ? null : double.Parse(ridge),
            Damping = parsed.GetValue(_damping),
            Solver = _solver.Value(parsed),
            SketchFactor = parsed.GetValue(_sketch),
            Form = _form.Value(parsed),
            Band = parsed.GetValue(_band),
            Threads = parsed.GetValue(_threads),
            KeepCoefficients = compactBy is not null,
        };
        options.Validate();
        return options;
    }
}
