using Engine.Tests.Model;
using Xunit;

namespace Engine.Tests.Training.Losses;

/// <summary>Whole runs: how they end, what a model knows afterwards, and what does not go together.</summary>
public sealed class LossTrainingTests
{
    [Theory]
    [InlineData(3, OutputWiring.Grouped, TrainingMethod.GaussNewton)]
    [InlineData(3, OutputWiring.Dense, TrainingMethod.GaussNewton)]
    [InlineData(3, OutputWiring.Grouped, TrainingMethod.GradientDescent)]
    public void CrossEntropy_EndsOnSeparableData_WithProbabilities(int classes, OutputWiring wiring, TrainingMethod method)
    {
        Dataset data = ToyData.Classes(90, 20, classes, seed: 3);
        using WideNetwork model = WideNetwork.Create(data, new NetworkOptions { Width = 2000, Seed = 2, Wiring = wiring });
        Assert.False(model.HasProbabilities);
        double target = method == TrainingMethod.GaussNewton ? 1e-3 : 0.1;

        TrainingResult result = Trainer.Fit(model, data, new TrainingOptions { Method = method, Loss = LossKind.CrossEntropy, TargetLoss = method == TrainingMethod.GaussNewton ? null : target });

        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        Assert.InRange(result.RelativeLoss, 0.0, target);
        for (int step = 1; step < result.History.Count; step++) Assert.True(result.History[step].Loss < result.History[step - 1].Loss);
        double[] probabilities = model.Probabilities(data);
        double logLoss = 0.0;
        for (int i = 0; i < data.Count; i++)
        {
            double[] row = probabilities[(i * classes)..((i + 1) * classes)];
            Assert.Equal(1.0, row.Sum(), 1e-14);
            Assert.Equal(model.Classify(data.Row(i)), Array.IndexOf(row, row.Max()));
            logLoss -= Math.Log(row[data.Labels[i]]) / data.Count;
        }

        Evaluation score = model.Evaluate(data);
        Assert.Equal(1.0, score.Accuracy);
        Assert.Equal(logLoss, score.LogLoss!.Value, 1e-12);
        Assert.InRange(score.CalibrationError!.Value, 0.0, 1.0);
    }

    /// <summary>The gradient of an outlier is bounded: one wild target of 120 moves the others' values less than by squared loss.</summary>
    [Fact]
    public void Huber_IsDisturbedLess_ByAnOutlier()
    {
        Dataset clean = ToyData.Values(120, 3, seed: 5);
        double[] targets = clean.Targets.ToArray();
        targets[17] += 500.0;
        Dataset data = Dataset.FromArrays(clean.Features, 3, targets);
        double Error(LossKind loss)
        {
            using WideNetwork model = WideNetwork.Create(data, width: 1024);
            TrainingResult result = Trainer.Fit(model, data, new TrainingOptions { Loss = loss });
            Assert.Equal(TrainingStatus.Converged, result.Status);
            return model.Predict(clean).Zip(clean.Targets.ToArray(), (p, y) => Math.Abs(p - y)).Order().ElementAt(60);
        }

        Assert.True(Error(LossKind.Huber) < Error(LossKind.Squared));
    }

    [Fact]
    public void ExpectedError_IsTheSumOverBins()
    {
        double[] probabilities = [0.9, 0.1, 0.88, 0.12, 0.45, 0.55, 1.0, 0.0];
        // Bins (13/15, 14/15], (8/15, 9/15] and (14/15, 1]: 0.9 and 0.88 with one of two right, 0.55 wrong, 1 right.
        Assert.Equal((Math.Abs(1.0 - 1.78) + 0.55 + 0.0) / 4.0, Calibration.ExpectedError(probabilities, [0, 1, 0, 0]), 1e-15);
        // Two rows that share the ninth of 15 bins, (8 / 15, 9 / 15], and neither one of 14 nor one of 16.
        Assert.Equal(Math.Abs(1 - 0.56 - 0.58) / 2.0, Calibration.ExpectedError([0.56, 0.44, 0.58, 0.42], [0, 1]), 1e-15);
    }

    [Fact]
    public void Mismatches_SayWhatGoesTogether()
    {
        Dataset classes = ToyData.Classes(30, 3, 3, seed: 1), values = ToyData.Values(30, 3, seed: 1);
        using WideNetwork classifier = WideNetwork.Create(classes, width: 64), regression = WideNetwork.Create(values, width: 64);
        void Refuses(WideNetwork model, Dataset data, TrainingOptions options, string rule) =>
            Assert.Contains(rule, Assert.Throws<ArgumentException>(() => Trainer.Fit(model, data, options)).Message, StringComparison.Ordinal);
        Refuses(regression, values, new TrainingOptions { Loss = LossKind.CrossEntropy }, "needs a network that classifies, found Regression");
        Refuses(classifier, classes, new TrainingOptions { Loss = LossKind.Huber }, "needs a network for regression, found Classification");
        Refuses(regression, values, new TrainingOptions { ClassWeights = ClassWeights.Balanced }, "ClassWeights need a network that classifies");
        Refuses(classifier, classes, new TrainingOptions { ClassWeights = ClassWeights.Of(new Dictionary<string, double> { ["x"] = 1.0 }) }, "found x");
        Refuses(classifier, classes, new TrainingOptions { SampleWeights = [1.0] }, "weights=1, Count=30");
        Refuses(classifier, classes, new TrainingOptions { HuberDelta = 2.0 }, "HuberDelta needs Loss = Huber");
        Refuses(classifier, classes, new TrainingOptions { Patience = 2 }, "Patience needs Validation");
        Refuses(classifier, classes, new TrainingOptions { Validation = 1.0 }, "Validation must lie in [0, 1)");
        Assert.Throws<InvalidOperationException>(() => classifier.Probabilities(classes));
    }

    /// <summary>Weights of the options and of the data set are the same, and change the model.</summary>
    [Fact]
    public void SampleWeights_AreThoseOfTheDataSet()
    {
        Dataset data = ToyData.Values(60, 3, seed: 2);
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => 1.0 + i % 3)];
        double[] Predicted(Dataset rows, TrainingOptions options)
        {
            using WideNetwork model = WideNetwork.Create(rows, width: 512);
            Trainer.Fit(model, rows, options);
            return model.Predict(data);
        }

        TrainingOptions ridge = new() { Ridge = 0.1 };
        double[] weighted = Predicted(data, ridge with { SampleWeights = weights });
        Assert.Equal(weighted, Predicted(data.WithWeights(weights), ridge));
        Assert.NotEqual(weighted, Predicted(data, ridge));
    }
}
