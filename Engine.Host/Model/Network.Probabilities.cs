namespace Engine;

public abstract partial class Network
{
    /// <summary>Whether outputs stand for probabilities: the network classifies and was trained by cross-entropy. The scores of other losses are no log-odds.</summary>
    public bool HasProbabilities => Task == TaskKind.Classification && Training?.Loss == LossKind.CrossEntropy;

    /// <summary>Probabilities of the classes from a row's scores: softmax, or for two classes the logistic function of their one score.</summary>
    /// <param name="scores">What <see cref="Scores(ReadOnlySpan{float}, Span{double})"/> gave, length <see cref="Outputs"/>.</param>
    /// <param name="probabilities">Length of <see cref="ClassNames"/>; overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="InvalidOperationException">The network <see cref="HasProbabilities">has no probabilities</see>.</exception>
    public void Probabilities(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        if (!HasProbabilities) throw new InvalidOperationException("Probabilities need a network trained by cross-entropy.");
        if (scores.Length != Outputs || probabilities.Length != ClassNames.Count)
        {
            throw new ArgumentException($"scores.Length == Outputs and probabilities.Length == classes do not hold: scores={scores.Length}, "
                + $"Outputs={Outputs}, probabilities={probabilities.Length}, classes={ClassNames.Count}.");
        }

        if (scores.Length == 1)
        {
            (probabilities[0], probabilities[1]) = (Odds.Logistic(-scores[0]), Odds.Logistic(scores[0]));
            return;
        }

        double largest = double.NegativeInfinity, total = 0;
        foreach (double score in scores) largest = Math.Max(largest, score);
        for (int k = 0; k < scores.Length; k++) total += probabilities[k] = Math.Exp(scores[k] - largest);
        foreach (ref double p in probabilities) p /= total;
    }

    /// <summary>Probabilities of the classes for every sample of a data set; labels are not looked at.</summary>
    /// <returns>Shape (n, classes), row-major.</returns>
    /// <exception cref="InvalidOperationException">The network <see cref="HasProbabilities">has no probabilities</see>.</exception>
    /// <exception cref="InputException">The number of features differs, or a row has no direction after the transform.</exception>
    public double[] Probabilities(Dataset data) => ProbabilitiesOf(Scores(data));

    private double[] ProbabilitiesOf(double[] scores)
    {
        int count = scores.Length / Outputs;
        double[] probabilities = new double[count * ClassNames.Count];
        for (int i = 0; i < count; i++)
            Probabilities(scores.AsSpan(i * Outputs, Outputs), probabilities.AsSpan(i * ClassNames.Count, ClassNames.Count));
        return probabilities;
    }

    /// <summary>Accuracy, and where there are probabilities their quality.</summary>
    private Evaluation EvaluateClasses(Dataset data, int[] truth)
    {
        double[] scores = Scores(data);
        double accuracy = truth.Zip(ClassesOf(scores)).Count(pair => pair.First == pair.Second) / (double)data.Count;
        if (!HasProbabilities) return new Evaluation(data.Count, accuracy, null, null);
        double[] byOutput = new double[scores.Length];
        for (int p = 0; p < scores.Length; p++) byOutput[p] = scores[p % data.Count * Outputs + p / data.Count];
        double[] targets = Meaning.TargetsOf(data);
        ILoss loss = Outputs == 1 ? new LogisticLoss(targets) : new SoftmaxLoss(targets, Outputs);
        return new Evaluation(
            data.Count, accuracy, null, null, loss.Evaluate(byOutput, new double[scores.Length]) / data.Count,
            Calibration.ExpectedError(ProbabilitiesOf(scores), truth));
    }
}
