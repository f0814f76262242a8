using Engine.Kernels;

namespace Engine;

/// <summary>What training a deep network will use, decided and priced before anything large is allocated.</summary>
public sealed record DeepPlan
{
    /// <summary>n.</summary>
    public required int Samples { get; init; }

    /// <summary>Most steps.</summary>
    public required int StepLimit { get; init; }

    /// <summary>Relative loss at which training ends.</summary>
    public required double TargetLoss { get; init; }

    /// <summary>The lowest trained layer, from 0; layers below are frozen.</summary>
    public required int FirstTrained { get; init; }

    /// <summary>The highest trained layer; layers between are trained too, layers above are not but are passed through.</summary>
    public required int LastTrained { get; init; }

    /// <summary>What the first trained matrix is held as: dual, scatter or low-rank.</summary>
    public required string Form { get; init; }

    /// <summary>Why, with the times that were compared.</summary>
    public required string FormReason { get; init; }

    /// <summary>Whether there is a ridge.</summary>
    public required bool Regularised { get; init; }

    /// <summary>Whether all outputs make one system, solved by conjugate gradients; else each has its own.</summary>
    public required bool Coupled { get; init; }

    /// <summary>Bytes of all weights.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Bytes of samples, what fires on them, and steps.</summary>
    public required long SampleBytes { get; init; }

    /// <summary>Bytes of the scores Z and of K = H H^T of each trained layer.</summary>
    public required long ScoreBytes { get; init; }

    /// <summary>Bytes of one Gram system and its factor.</summary>
    public required long GramBytes { get; init; }

    /// <summary>Multiplications before the first step: frozen layers, scores, K.</summary>
    public required double PreprocessMultiplications { get; init; }

    /// <summary>Multiplications of one step.</summary>
    public required double StepMultiplications { get; init; }

    /// <summary>Predicted peak of the data structures, in bytes.</summary>
    public long TotalBytes => WeightBytes + SampleBytes + ScoreBytes + GramBytes;

    internal MatrixForm Matrix { get; private init; }

    internal bool IsTrained(int layer) => layer >= FirstTrained && layer <= LastTrained;

    internal static DeepPlan For(StackOutline stack, int samples, TrainingOptions options, int first, int last, TaskKind task)
    {
        RequireApplicable(options, first == last);
        double n = samples, frozen = 0, belowFirst = 0, scoring = 0, step = 0, entries = 0, workers = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        double fired = stack.Layers[0].Inputs;
        long kernels = 0;
        for (int l = 0; l < stack.Layers.Count; l++)
        {
            LayerOutline layer = stack.Layers[l];
            double below = fired;
            fired = layer.Fired;
            if (l < first)
            {
                frozen += n * layer.Units * below;
                continue;
            }

            if (l == first) belowFirst = below;
            if (l == first) scoring += n * layer.Units * below + n * n * below * below / layer.Inputs / 2;
            else step += n * (layer.Units * below + 2 * fired * below);
            step += n * n * fired * (l == first ? 1 : fired / layer.Units);
            entries += fired;
            if (l > first) kernels += InputGram.BytesFor(samples);
        }

        LayerOutline matrix = stack.Layers[first];
        MatrixChoice choice = TrainedMatrix.Choose(new LayerShape(matrix.Units, matrix.Inputs, samples, belowFirst, matrix.Fired, ExpectedSteps(options)));
        bool direct = first == stack.Layers.Count - 1 && stack.Wiring == OutputWiring.Grouped;
        double outputs = stack.Outputs;
        return new DeepPlan
        {
            Samples = samples,
            StepLimit = options.StepsAllowed,
            TargetLoss = options.TargetInUse,
            FirstTrained = first,
            LastTrained = last,
            Matrix = choice.Form,
            Form = TrainedMatrix.Name(choice.Form),
            FormReason = choice.Reason,
            Regularised = TrainingLoop.IsRegularised(options.Method, options.Ridge, chooseRidge: task == TaskKind.Regression && first == last),
            Coupled = !direct && outputs > 1,
            WeightBytes = stack.WeightBytes,
            // Two sets of activations, deltas, steps, their sum twice, and the same by unit: 8 bytes an entry, grown by half.
            SampleBytes = (long)(1.5 * 8 * n * (7 * entries + belowFirst) + 8 * outputs * n * sizeof(double)),
            ScoreBytes = TrainedMatrix.BytesFor(choice.Form, matrix.Units, matrix.Inputs, samples) + kernels
                + (choice.Form == MatrixForm.Scatter ? InputGram.BytesFor(samples) : 0)
                + (long)(workers * UnitPanels.Width * stack.Layers[first].Inputs * sizeof(float)),
            GramBytes = (long)(n * n * sizeof(double) * (last > first ? 3.5 : 2.5)),
            PreprocessMultiplications = frozen + scoring,
            StepMultiplications = step + (direct ? outputs : 1) * n * n * n / 6,
        };
    }

    /// <summary>Each with a trial or two; gradient descent comes with many, Gauss-Newton with a handful.</summary>
    private static int ExpectedSteps(TrainingOptions options) => Math.Min(options.StepsAllowed, options.Method == TrainingMethod.GradientDescent ? 500 : 8);

    private static void RequireApplicable(TrainingOptions options, bool one)
    {
        var broken = new List<string>();
        if (options.Search != FireSearch.Certified) broken.Add($"Search is for networks of one hidden layer, found {options.Search}");
        if (options.Form != UpdateForm.Auto && options.Form != UpdateForm.Dual) broken.Add($"Form must be Auto or Dual for a deep network, found {options.Form}");
        if (options.Band is not null || options.ColdBand is not null || options.DueTimes == true) broken.Add("Band, ColdBand and DueTimes are for networks of one hidden layer");
        if (options.KeepCoefficients) broken.Add("KeepCoefficients is for networks of one hidden layer");
        if (options.Method is TrainingMethod.NearLinear or TrainingMethod.Sublinear) broken.Add($"Method must be GaussNewton or GradientDescent for a deep network, found {options.Method}");
        if (options.Solver is not (GramSolver.Auto or GramSolver.Cholesky)) broken.Add($"Solver must be Auto or Cholesky for a deep network, found {options.Solver}");
        if (options.Loss != LossKind.Squared) broken.Add($"Loss must be Squared for a deep network, found {options.Loss}");
        if (options.ClassWeights is not null || options.Validation > 0) broken.Add("ClassWeights and Validation are for networks of one hidden layer");
        if (options.Ridge > 0 && !one) broken.Add($"Ridge needs a single trained layer, found {options.Ridge:R}");
        if (broken.Count > 0) throw new ArgumentException(string.Join("; ", broken) + ".");
    }
}
