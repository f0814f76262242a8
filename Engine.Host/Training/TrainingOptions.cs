namespace Engine;

/// <summary>Settings of a training run. The defaults train; none of them is a learning rate.</summary>
public sealed record TrainingOptions
{
    /// <summary>Which way steps go. Default: the fastest by the cost model.</summary>
    public TrainingMethod Method { get; init; } = TrainingMethod.Auto;

    /// <summary>How Gauss-Newton steps are solved for. Needs <see cref="TrainingMethod.GaussNewton"/> or <see cref="TrainingMethod.Auto"/>. Default: chosen by the plan.</summary>
    public GramSolver Solver { get; init; } = GramSolver.Auto;

    /// <summary>
    /// Rows of a sketch for each sample, s / n, of <see cref="TrainingMethod.NearLinear"/> and <see cref="TrainingMethod.Sublinear"/>. Range [2, 256]. The preconditioned
    /// condition number is about ((1 + e) / (1 - e))^2, e = (s / n)^(-1/2); the papers' iteration converges from about 40 on. Default: 16.
    /// </summary>
    public int SketchFactor { get; init; } = 16;

    /// <summary>How fire sets are found. Affects time, memory and what is counted. Default: candidate lists with a certificate.</summary>
    public FireSearch Search { get; init; } = FireSearch.Certified;

    /// <summary>What is minimised. Default: the squared loss.</summary>
    public LossKind Loss { get; init; } = LossKind.Squared;

    /// <summary>
    /// Where Huber's loss becomes linear, in units of the targets' robust scale (1.4826 times their median absolute deviation). Finite, above 0. Default (null): 1.345.
    /// </summary>
    public double? HuberDelta { get; init; }

    /// <summary>
    /// Weight of every sample, in the order of the data: finite, above 0. A weight of 2 is the same as a sample given twice; leave a sample out instead of giving it
    /// weight 0. Default (null): <see cref="Dataset.Weights"/>.
    /// </summary>
    public IReadOnlyList<double>? SampleWeights { get; init; }

    /// <summary>Weights of classes, times those of their samples. Default (null): 1.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>
    /// Share of the samples held out, each class in proportion, to end training when their loss no longer falls; the model is that of the step with the least.
    /// Range [0, 1). Default: 0, none.
    /// </summary>
    public double Validation { get; init; }

    /// <summary>Steps without a new least validation loss that end training. At least 1. Default (null): 5 for Gauss-Newton, 50 for gradient descent.</summary>
    public int? Patience { get; init; }

    /// <summary>
    /// Training ends when loss / initial loss is at or below this. Range [0, 1). Default (null): 1e-6; 1e-3 for cross-entropy, which has no minimum on data that can
    /// be told apart.
    /// </summary>
    public double? TargetLoss { get; init; }

    /// <summary>Training ends after this many steps. At least 0. Default (null): 2000 for gradient descent, 40 for the others.</summary>
    public int? StepLimit { get; init; }

    /// <summary>
    /// Weight of 1/2 |W - W(0)|^2 in the objective, relative to the mean diagonal of the first Gram matrix. Finite, at least 0. Default (null):
    /// none for classification; for regression chosen by generalised cross-validation. Not with gradient descent.
    /// </summary>
    public double? Ridge { get; init; }

    /// <summary>
    /// Levenberg-Marquardt damping of a Gauss-Newton step, relative to the mean diagonal of the Gram matrix; it shortens steps along
    /// directions the data hardly determine and does not change the answer. Finite, above 0. Default: 1e-5.
    /// </summary>
    public double Damping { get; init; } = 1e-5;

    /// <summary>How scores follow the weights. Default: chosen by the cost model. Searches other than <see cref="FireSearch.Certified"/> hold the weights: primal form.</summary>
    public UpdateForm Form { get; init; } = UpdateForm.Auto;

    /// <summary>
    /// Width of the candidate band below the threshold, in units of z. Range (0, 100]. Default (null): half the expected movement of a
    /// neuron. Affects time only. Certified search only, as is <see cref="ColdBand"/>.
    /// </summary>
    public double? Band { get; init; }

    /// <summary>
    /// Width of the cold band, which spares most of the whole rows of scores while neurons move; 0 keeps no cold lists. Range [0, 100]. Default (null): the cost
    /// model's choice. Affects time and memory only.
    /// </summary>
    public double? ColdBand { get; init; }

    /// <summary>
    /// Whether gradient descent skips neurons that cannot have changed since they were last looked at (certified by bounds on their movement). Default (null): once the
    /// cost model expects a gain, and as long as there is one. True needs gradient descent, the certified search and grouped wiring. Affects time and memory only.
    /// </summary>
    public bool? DueTimes { get; init; }

    /// <summary>Threads; 0 means one per processor. Affects time only.</summary>
    public int Threads { get; init; }

    /// <summary>Whether the model keeps the coefficients C of W = W(0) + C X, so that it can be saved compactly. Certified search only. Default: no.</summary>
    public bool KeepCoefficients { get; init; }

    /// <summary>Clock of the timings in the telemetry.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary><see cref="TargetLoss"/>, or the default of the loss.</summary>
    internal double TargetInUse => TargetLoss ?? (Loss == LossKind.CrossEntropy ? 1e-3 : 1e-6);

    /// <summary><see cref="Patience"/>, or the default of the method.</summary>
    internal int PatienceInUse => Patience ?? (Method == TrainingMethod.GradientDescent ? 50 : 5);

    /// <summary><see cref="StepLimit"/>, or the default of the method.</summary>
    internal int StepsAllowed => StepLimit ?? (Method == TrainingMethod.GradientDescent ? 2000 : 40);

    /// <summary>Throws unless every setting is in range; all violations are reported together.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public void Validate()
    {
        var broken = new List<string>();
        if (!Enum.IsDefined(Method)) broken.Add($"Method must be a defined value, found {(int)Method}");
        if (!Enum.IsDefined(Search)) broken.Add($"Search must be a defined value, found {(int)Search}");
        if (!Enum.IsDefined(Form)) broken.Add($"Form must be a defined value, found {(int)Form}");
        if (!Enum.IsDefined(Loss)) broken.Add($"Loss must be a defined value, found {(int)Loss}");
        if (HuberDelta is { } delta && !(delta > 0 && double.IsFinite(delta))) broken.Add($"HuberDelta must be finite and above 0, found {delta:R}");
        if (HuberDelta is not null && Loss != LossKind.Huber) broken.Add($"HuberDelta needs Loss = Huber, found {Loss}");
        if (!(Validation is >= 0 and < 1)) broken.Add($"Validation must lie in [0, 1), found {Validation:R}");
        if (Patience < 1) broken.Add($"Patience must be at least 1, found {Patience}");
        if (Patience is not null && Validation == 0) broken.Add("Patience needs Validation above 0, found 0");
        if (!(TargetLoss is null or >= 0 and < 1)) broken.Add($"TargetLoss must lie in [0, 1), found {TargetLoss:R}");
        if (StepLimit < 0) broken.Add($"StepLimit must be at least 0, found {StepLimit}");
        if (Ridge is { } ridge && !(ridge >= 0 && double.IsFinite(ridge))) broken.Add($"Ridge must be finite and at least 0, found {ridge:R}");
        if (Ridge > 0 && Method == TrainingMethod.GradientDescent) broken.Add($"Ridge needs a Method of second order, found {Method}");
        if (!Enum.IsDefined(Solver)) broken.Add($"Solver must be a defined value, found {(int)Solver}");
        if (Solver != GramSolver.Auto && Method is not (TrainingMethod.GaussNewton or TrainingMethod.Auto)) broken.Add($"Solver = {Solver} needs Method = GaussNewton or Auto, found {Method}");
        if (SketchFactor is < 2 or > 256) broken.Add($"SketchFactor must lie in [2, 256], found {SketchFactor}");
        if (DueTimes == true && Method != TrainingMethod.GradientDescent) broken.Add($"DueTimes = true needs Method = GradientDescent, found {Method}");
        if (!(Damping > 0 && double.IsFinite(Damping))) broken.Add($"Damping must be finite and above 0, found {Damping:R}");
        if (Band is { } band && !(band is > 0 and <= 100)) broken.Add($"Band must lie in (0, 100], found {band:R}");
        if (ColdBand is { } cold && !(cold is >= 0 and <= 100)) broken.Add($"ColdBand must lie in [0, 100], found {cold:R}");
        if (Search != FireSearch.Certified)
        {
            if (Form == UpdateForm.Dual) broken.Add($"Form = Dual needs Search = Certified, found {Search}");
            if (Band is not null) broken.Add($"Band needs Search = Certified, found {Search}");
            if (ColdBand is not null) broken.Add($"ColdBand needs Search = Certified, found {Search}");
            if (DueTimes == true) broken.Add($"DueTimes = true needs Search = Certified, found {Search}");
            if (KeepCoefficients) broken.Add($"KeepCoefficients needs Search = Certified, found {Search}");
        }

        if (Threads is < 0 or > 4096) broken.Add($"Threads must lie in [0, 4096], found {Threads}");
        ArgumentNullException.ThrowIfNull(Time);
        if (broken.Count > 0) throw new ArgumentException(string.Join("; ", broken) + ".");
    }
}
