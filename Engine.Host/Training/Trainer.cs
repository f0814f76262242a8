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
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
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
        TrainingPlan plan = Plan(model, data, options);
        MemoryBudget.Require(plan.TotalBytes, $"training at width {model.Width} on {data.Count} samples");
        var loop = new TrainingLoop(options, progress, cancellation);
        double[] targets = model.Meaning.TargetsOf(data);
        float[] rows = model.Transform.Apply(data);
        bool fromSeed = model.Training is null or { Steps: 0 };
        model.Compact = null;
        TrainingResult result = loop.Run(
            model.Core, rows, targets, plan, chooseRidge: model.Task == TaskKind.Regression,
            coefficients => model.Compact = fromSeed ? new CompactWeights(coefficients, rows) : null);
        model.Training = new TrainingSummary(
            Path.GetFileName(data.Source), data.Count, plan.Method, result.Ridge, options.TargetLoss, result.Steps, result.RelativeLoss, result.Status);
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
        options.Validate();
        model.RequireFeatures(data);
        return TrainingPlan.For(model.Core, data.Count, options);
    }
}
