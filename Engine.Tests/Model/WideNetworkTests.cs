using Engine.Indexing;
using Xunit;

namespace Engine.Tests.Model;

public sealed class WideNetworkTests
{
    [Theory]
    [InlineData(2, OutputWiring.Grouped, 1)]
    [InlineData(3, OutputWiring.Grouped, 3)]
    [InlineData(3, OutputWiring.Dense, 3)]
    public void Fit_LearnsItsTrainingData_AndSingleEqualsBatch(int classes, OutputWiring wiring, int outputs)
    {
        Dataset data = ToyData.Classes(90, 20, classes, seed: 3);
        var transform = new TransformOptions { Scaling = Scaling.Centre };
        using WideNetwork model = WideNetwork.Create(data, new NetworkOptions { Width = 4001, Seed = 2, Wiring = wiring, Transform = transform });

        TrainingResult result = Trainer.Fit(model, data);

        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        Assert.Equal(outputs, model.Outputs);
        Assert.Equal(1.0, model.Evaluate(data).Accuracy);
        double[] batch = model.Scores(data);
        int[] chosen = model.Classify(data);
        Parallel.For(0, data.Count, i =>
        {
            var own = new double[outputs];
            model.Scores(data.Row(i), own);
            Assert.Equal(batch.AsSpan(i * outputs, outputs).ToArray(), own);
            Assert.Equal(chosen[i], model.Classify(data.Row(i)));
        });
    }

    [Fact]
    public void Fit_Regresses_InTheUnitsOfTheTarget()
    {
        Dataset data = ToyData.Values(120, 4, seed: 5);
        (Dataset train, Dataset test) = data.Split(0.25, seed: 1);
        using WideNetwork model = WideNetwork.Create(train, width: 4096, seed: 1);

        TrainingResult result = Trainer.Fit(model, train);

        Assert.True(result.Ridge > 0, "a regression chooses its ridge");
        Evaluation score = model.Evaluate(test);
        Assert.InRange(score.R2!.Value, 0.9, 1);
        double[] predicted = model.Predict(test);
        Assert.Equal(predicted[3], model.Predict(test.Row(3)));
        double error = predicted.Zip(test.Targets.ToArray(), (p, y) => (p - y) * (p - y)).Average();
        Assert.Equal(Math.Sqrt(error), score.RootMeanSquaredError!.Value, precision: 10);
    }

    [Fact]
    public void Create_DefaultsTheShift_ToTheWidthOfOneOutput()
    {
        using WideNetwork grouped = WideNetwork.Create(ToyData.Classes(30, 3, 4, 1), width: 4000);
        Assert.Equal((float)Math.Sqrt(0.4 * Math.Log(1000)), grouped.Shift);
        using WideNetwork dense = WideNetwork.Create(ToyData.Classes(30, 3, 4, 1), new NetworkOptions { Width = 4000, Wiring = OutputWiring.Dense });
        Assert.Equal((float)Math.Sqrt(0.4 * Math.Log(4000)), dense.Shift);
        using WideNetwork share = WideNetwork.Create(ToyData.Classes(30, 3, 4, 1), new NetworkOptions { Width = 400, FireFraction = 0.25 });
        Assert.Equal(MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, 0.75), share.Shift, precision: 6);
    }

    [Fact]
    public void FireSets_AreTheScalarDefinition_BitForBit()
    {
        Dataset data = ToyData.Classes(37, 9, 3, seed: 8);
        using WideNetwork model = WideNetwork.Create(data, new NetworkOptions { Width = 205, Shift = 0.7 });

        FireSets sets = model.FireSets(data);

        float[] rows = model.Transform.Apply(data);
        for (int r = 0; r < model.Width; r++)
        {
            var expected = new List<int>();
            ReadOnlySpan<float> w = model.Core.Weights.Slice((long)r * model.Dimension, model.Dimension);
            for (int i = 0; i < data.Count; i++)
            {
                float z = 0;
                for (int k = 0; k < model.Dimension; k++) z = MathF.FusedMultiplyAdd(w[k], rows[i * model.Dimension + k], z);
                if (z > model.Core.Shift) expected.Add(i);
            }

            Assert.Equal(expected, sets.OfNeuron(r).ToArray());
        }
    }

    [Fact]
    public void Create_ReportsAllBrokenOptionsTogether()
    {
        Dataset data = ToyData.Classes(10, 2, 2, 1);
        var error = Assert.Throws<ArgumentException>(() => WideNetwork.Create(data, new NetworkOptions { Width = 0, Shift = -1, FireFraction = 0.9 }));
        Assert.Contains("Width must be at least 1, found 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("Shift must lie in [0, 8], found -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("FireFraction must lie in [1e-6, 0.5], found 0.9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_RefusesWeights_ThatDoNotFit()
    {
        Dataset data = ToyData.Classes(10, 1000, 2, 1);
        var error = Assert.Throws<InsufficientMemoryException>(() => WideNetwork.Create(data, width: int.MaxValue));
        Assert.Contains("GiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mismatches_AreInputErrors()
    {
        using WideNetwork model = WideNetwork.Create(ToyData.Classes(20, 3, 3, 1), width: 64);
        Assert.Contains("takes 3 features", Assert.Throws<InputException>(() => model.Classify(ToyData.Classes(5, 4, 2, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("made for Classification", Assert.Throws<InputException>(() => Trainer.Fit(model, ToyData.Values(20, 3, 1))).Message, StringComparison.Ordinal);
        Dataset strange = Dataset.FromArrays(new float[6] { 1, 2, 3, 4, 5, 7 }, 3, ["sector 0", "elsewhere"]);
        Assert.Equal("elsewhere", Assert.Throws<InputException>(() => model.Evaluate(strange)).Value);
        Assert.Throws<InvalidOperationException>(() => model.Predict(new float[3]));
    }
}
