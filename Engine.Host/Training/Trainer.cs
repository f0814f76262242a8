namespace Engine;

/// <summary>Trains networks.</summary>
public static class Trainer
{
    /// <summary>Fits a network to data by full-batch training. There is no learning rate; nothing is printed.</summary>
    /// <param name="model">The network; its weights are replaced. On cancellation they are those of the last completed step.</param>
    /// <param name="data">Samples with targets of the kind the network was made for.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <param name="progress">Receives one record per step, the starting point first, on the calling thread or wherever it posts to.</param>
    /// <param name="cancellation">Ends training early; the result says so.</param>
    /// <returns>How it went. Numerical trouble is a status, not an exception.</returns>
    /// <exception cref="ArgumentException">A setting is out of range, or loss and weights do not fit the network or the data.</exception>
    /// <exception cref="InputException">The data do not fit the network, or a row has no direction after the transform.</exception>
    /// <exception cref="InsufficientMemoryException">The predicted memory exceeds this machine's.</exception>
    /// <remarks>2 m n d operations once, then work in proportion to the pairs near or above the threshold, plus n^3 / 3 an output and step.</remarks>
    public static TrainingResult Fit(
        WideNetwork model, Dataset data, TrainingOptions? options = null,
        IProgress<StepMetrics>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        (data, Dataset? held) = Prepare(model, data, options);
        TrainingPlan plan = TrainingPlan.For(model.Core, data.Count, options, IsPlain(data, options));
        MemoryBudget.Require(plan.TotalBytes, $"training at width {model.Width} on {data.Count} samples");
        var loop = new TrainingLoop(options, progress, cancellation);
        TargetMeaning meaning = model.Meaning;
        double[] targets = meaning.TargetsOf(data);
        double[]? ofClasses = options.ClassWeights?.Resolve(meaning.ClassNames, meaning.ClassesOf(data), LossFactory.Weights(meaning, data, null));
        double[]? weights = LossFactory.Weights(meaning, data, ofClasses);
        double delta = options.Loss == LossKind.Huber ? (options.HuberDelta ?? LossFactory.DefaultDelta) * LossFactory.RobustScale(targets, weights) : 0;
        using Validation? validation = held is null ? null : new Validation(
            model.Core, model.Transform.Apply(held),
            LossFactory.Create(options, meaning, meaning.TargetsOf(held), LossFactory.Weights(meaning, held, ofClasses), delta), options.PatienceInUse);
        float[] rows = model.Transform.Apply(data);
        bool fromSeed = model.Training is null or { Steps: 0 };
        model.Compact = null;
        TrainingResult result = loop.Run(
            model.Core, rows, targets, plan, chooseRidge: model.Task == TaskKind.Regression,
            coefficients => model.Compact = fromSeed ? new CompactWeights(coefficients, rows) : null,
            LossFactory.Create(options, meaning, targets, weights, delta), validation);
        model.Training = new TrainingSummary(
            Path.GetFileName(data.Source), data.Count, plan.Method, result.Ridge, plan.TargetLoss, result.KeptStep ?? result.Steps, result.RelativeLoss, result.Status,
            options.Loss);
        return result;
    }

    /// <summary>Predicts what <see cref="Fit"/> would use, without doing it.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    /// <exception cref="InputException">The number of features differs.</exception>
    public static TrainingPlan Plan(WideNetwork model, Dataset data, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        Dataset train = Prepare(model, data, options).Train;
        return TrainingPlan.For(model.Core, train.Count, options, IsPlain(train, options));
    }

    private static bool IsPlain(Dataset data, TrainingOptions options) =>
        options.Loss == LossKind.Squared && options.ClassWeights is null && data.Weights.IsEmpty;

    /// <summary>Checks options and data against each other, gives the samples their weights and holds out those for validation.</summary>
    private static (Dataset Train, Dataset? Held) Prepare(WideNetwork model, Dataset data, TrainingOptions options)
    {
        options.Validate();
        model.RequireFeatures(data);
        if (options.SampleWeights is { } weights) data = data.WithWeights(weights);
        LossFactory.Require(options, data, model.Meaning);
        if (options.Validation == 0) return (data, null);
        if (model.Weights != WeightStorage.Stored) throw new ArgumentException($"Validation needs Weights = Stored, found {model.Weights}.", nameof(options));
        DatasetSplit split = data.Split(options.Validation, model.Seed);
        return (split.Train, split.Test);
    }
}
