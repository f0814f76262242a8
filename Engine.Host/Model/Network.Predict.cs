namespace Engine;

public abstract partial class Network
{
    /// <summary>The value predicted for one raw row.</summary>
    /// <param name="row">Length <see cref="InputDimension"/>.</param>
    /// <returns>In the units of the target.</returns>
    /// <exception cref="InvalidOperationException">The network classifies.</exception>
    /// <exception cref="InputException">The row has no direction after the transform, or is not finite.</exception>
    /// <remarks>On the calling thread: 2 m d operations for a hidden layer of m neurons, what fires for deeper ones. Where weights are regenerated, on all threads, and m d numbers are drawn.</remarks>
    public double Predict(ReadOnlySpan<float> row)
    {
        if (Task != TaskKind.Regression) throw new InvalidOperationException("Predict needs a network made for regression; use Classify or Scores.");
        double score = 0;
        Scores(row, new Span<double>(ref score));
        return score * Meaning.Scale + Meaning.Mean;
    }

    /// <summary>The class predicted for one raw row.</summary>
    /// <param name="row">Length <see cref="InputDimension"/>.</param>
    /// <returns>Its number in <see cref="ClassNames"/>.</returns>
    /// <exception cref="InvalidOperationException">The network predicts values.</exception>
    /// <exception cref="InputException">The row has no direction after the transform, or is not finite.</exception>
    /// <remarks>On the calling thread: 2 m d operations for a hidden layer of m neurons, what fires for deeper ones. Where weights are regenerated, on all threads, and m d numbers are drawn.</remarks>
    public int Classify(ReadOnlySpan<float> row)
    {
        RequireClasses();
        Span<double> scores = Outputs <= 256 ? stackalloc double[Outputs] : new double[Outputs];
        Scores(row, scores);
        return Meaning.ClassOf(scores);
    }

    /// <summary>The outputs f for one raw row: a score per class (trained towards -1 or +1), or the standardised value.</summary>
    /// <param name="row">Length <see cref="InputDimension"/>.</param>
    /// <param name="scores">Length <see cref="Outputs"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="InputException">The row has no direction after the transform, or is not finite.</exception>
    public void Scores(ReadOnlySpan<float> row, Span<double> scores)
    {
        if (scores.Length != Outputs)
            throw new ArgumentException($"scores.Length == Outputs does not hold: scores={scores.Length}, Outputs={Outputs}.", nameof(scores));
        var unit = new float[Transform.OutputDimension];
        Transform.Apply(row, unit);
        Forward(unit, scores);
    }

    /// <summary>The outputs f for every sample of a data set; labels are not looked at.</summary>
    /// <remarks>Where weights are regenerated, they are drawn once for up to 1024 samples.</remarks>
    /// <returns>Shape (n, K), row-major. A row's bits are those of <see cref="Scores(ReadOnlySpan{float}, Span{double})"/>.</returns>
    /// <exception cref="InputException">The number of features differs, or a row has no direction after the transform.</exception>
    public double[] Scores(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireFeatures(data);
        var scores = new double[(long)data.Count * Outputs];
        Forward(Transform.Apply(data), scores);
        return scores;
    }

    /// <summary>The class that a row's scores speak for, as <see cref="Classify(ReadOnlySpan{float})"/> decides it.</summary>
    /// <param name="scores">What <see cref="Scores(ReadOnlySpan{float}, Span{double})"/> gave, length <see cref="Outputs"/>.</param>
    /// <returns>Its number in <see cref="ClassNames"/>.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    /// <exception cref="InvalidOperationException">The network predicts values.</exception>
    public int ClassOf(ReadOnlySpan<double> scores)
    {
        RequireClasses();
        if (scores.Length != Outputs)
            throw new ArgumentException($"scores.Length == Outputs does not hold: scores={scores.Length}, Outputs={Outputs}.", nameof(scores));
        return Meaning.ClassOf(scores);
    }

    /// <summary>Values predicted for every sample, in the units of the target.</summary>
    /// <exception cref="InvalidOperationException">The network classifies.</exception>
    /// <exception cref="InputException">The number of features differs, or a row has no direction after the transform.</exception>
    public double[] Predict(Dataset data)
    {
        if (Task != TaskKind.Regression) throw new InvalidOperationException("Predict needs a network made for regression; use Classify or Scores.");
        return Array.ConvertAll(Scores(data), score => score * Meaning.Scale + Meaning.Mean);
    }

    /// <summary>Classes predicted for every sample, as numbers in <see cref="ClassNames"/>.</summary>
    /// <exception cref="InvalidOperationException">The network predicts values.</exception>
    /// <exception cref="InputException">The number of features differs, or a row has no direction after the transform.</exception>
    public int[] Classify(Dataset data)
    {
        RequireClasses();
        return ClassesOf(Scores(data));
    }

    /// <summary>Compares predictions with the targets of a data set.</summary>
    /// <exception cref="InputException">Task, classes or number of features differ.</exception>
    public Evaluation Evaluate(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] truth = Meaning.ClassesOf(data);
        if (Task == TaskKind.Classification) return EvaluateClasses(data, truth);
        double[] predicted = Predict(data);
        double mean = 0, error = 0, spread = 0;
        foreach (double target in data.Targets) mean += target / data.Count;
        for (int i = 0; i < predicted.Length; i++)
        {
            error += (predicted[i] - data.Targets[i]) * (predicted[i] - data.Targets[i]);
            spread += (data.Targets[i] - mean) * (data.Targets[i] - mean);
        }

        return new Evaluation(data.Count, null, spread > 0 ? 1 - error / spread : null, Math.Sqrt(error / data.Count));
    }

    internal void RequireFeatures(Dataset data)
    {
        if (data.Dimension != InputDimension)
            throw new InputException(data.Source, 0, null, $"the network takes {InputDimension} features a row", $"{data.Dimension}");
    }

    private int[] ClassesOf(double[] scores)
    {
        var classes = new int[scores.Length / Outputs];
        for (int i = 0; i < classes.Length; i++) classes[i] = Meaning.ClassOf(scores.AsSpan(i * Outputs, Outputs));
        return classes;
    }

    private void RequireClasses()
    {
        if (Task != TaskKind.Classification) throw new InvalidOperationException("Classify needs a network made for classification; use Predict.");
    }
}
