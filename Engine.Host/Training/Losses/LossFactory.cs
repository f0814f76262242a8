namespace Engine;

/// <summary>Makes the loss of a run, or of its validation samples, from what the caller asked for.</summary>
internal static class LossFactory
{
    /// <summary>
    /// In units of the targets' robust scale: 95 % as efficient as least squares where errors are normal and the scale is theirs
    /// (Holland and Welsch, Communications in Statistics 6, 1977).
    /// </summary>
    public const double DefaultDelta = 1.345;

    // The median absolute deviation of a normal distribution is its standard deviation over this: 1 / its upper quartile.
    private const double NormalConsistency = 1.482602218505602;

    /// <summary>Throws unless loss, weights and method go together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    public static void Require(TrainingOptions options, Dataset data, TargetMeaning meaning)
    {
        if (options.Loss == LossKind.CrossEntropy && meaning.Task != TaskKind.Classification)
            throw new ArgumentException($"Loss = CrossEntropy needs a network that classifies, found {meaning.Task}.", nameof(options));
        if (options.Loss == LossKind.Huber && meaning.Task != TaskKind.Regression)
            throw new ArgumentException($"Loss = Huber needs a network for regression, found {meaning.Task}.", nameof(options));
        if (options.ClassWeights is not null && meaning.Task != TaskKind.Classification)
            throw new ArgumentException($"ClassWeights need a network that classifies, found {meaning.Task}.", nameof(options));
        bool plain = options.Loss == LossKind.Squared && options.ClassWeights is null && data.Weights.IsEmpty;
        if (!plain && options.Method is not (TrainingMethod.GaussNewton or TrainingMethod.GradientDescent or TrainingMethod.Auto))
            throw new ArgumentException($"losses other than Squared, and weights, need Method = Auto, GaussNewton or GradientDescent, found {options.Method}.", nameof(options));
    }

    /// <summary>The loss of samples.</summary>
    /// <param name="options">Checked by <see cref="Require"/>.</param>
    /// <param name="meaning">Of the network's outputs.</param>
    /// <param name="targets">y, (K, n).</param>
    /// <param name="weights">Of the samples, classes included; null for 1.</param>
    /// <param name="delta">Huber's delta in the units of <paramref name="targets"/>.</param>
    public static ILoss Create(TrainingOptions options, TargetMeaning meaning, double[] targets, double[]? weights, double delta) => options.Loss switch
    {
        LossKind.CrossEntropy when meaning.Outputs == 1 => new LogisticLoss(targets, weights),
        LossKind.CrossEntropy => new SoftmaxLoss(targets, meaning.Outputs, weights),
        LossKind.Huber => new HuberLoss(targets, delta, weights),
        _ => new SquaredLoss(targets, weights),
    };

    /// <summary>Weight of every sample: its own times its class's; null when all are 1.</summary>
    /// <exception cref="ArgumentException">A class with a weight is unknown.</exception>
    public static double[]? Weights(TargetMeaning meaning, Dataset data, double[]? ofClasses)
    {
        double[]? weights = data.Weights.IsEmpty ? null : data.Weights.ToArray();
        if (ofClasses is null) return weights;
        int[] classOf = meaning.ClassesOf(data);
        weights ??= [.. Enumerable.Repeat(1.0, data.Count)];
        for (int i = 0; i < weights.Length; i++) weights[i] *= ofClasses[classOf[i]];
        return weights;
    }

    /// <summary>Robust scale of targets: 1.4826 times the median absolute deviation from the median, or 1, their standard deviation, where more than half are equal.</summary>
    /// <param name="targets">y of one output, standardised.</param>
    /// <param name="weights">Their weights; null for 1.</param>
    /// <remarks>Hampel, Journal of the American Statistical Association 69, 1974.</remarks>
    public static double RobustScale(double[] targets, double[]? weights)
    {
        double middle = Median(targets, weights);
        double deviation = Median(Array.ConvertAll(targets, y => Math.Abs(y - middle)), weights);
        return deviation > 0 ? NormalConsistency * deviation : 1;
    }

    /// <summary>The value with half of the weight on either side; the mean of two when the weight divides between them.</summary>
    private static double Median(double[] values, double[]? weights)
    {
        double[] sorted = [.. values], weight = weights is null ? [.. Enumerable.Repeat(1.0, values.Length)] : [.. weights];
        Array.Sort(sorted, weight);
        double half = weight.Sum() / 2, below = 0;
        for (int i = 0; i < sorted.Length - 1; i++)
        {
            below += weight[i];
            if (below == half) return (sorted[i] + sorted[i + 1]) / 2;
            if (below > half) return sorted[i];
        }

        return sorted[^1];
    }
}
