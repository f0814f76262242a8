using Engine.Tests.Model;
using Xunit;

namespace Engine.Tests.Training.Losses;

/// <summary>Held-out samples choose the step that is kept.</summary>
public sealed class ValidationTests
{
    private static readonly NetworkOptions s_small = new() { Width = 900, Seed = 4 };

    /// <summary>The model is that of a run that ends at the kept step, bit for bit, coefficients included; the losses are the held-out samples' own.</summary>
    [Theory]
    [InlineData(TrainingMethod.GaussNewton, LossKind.Squared)]
    [InlineData(TrainingMethod.GaussNewton, LossKind.CrossEntropy)]
    [InlineData(TrainingMethod.GradientDescent, LossKind.CrossEntropy)]
    public void Kept_IsTheModelOfItsStep(TrainingMethod method, LossKind loss)
    {
        Dataset data = Noisy();
        TrainingOptions options = new() { Method = method, Loss = loss, TargetLoss = 0.0, StepLimit = 25, Threads = 2, KeepCoefficients = true };
        using WideNetwork chosen = WideNetwork.Create(data, s_small), plain = WideNetwork.Create(data, s_small);

        TrainingResult result = Trainer.Fit(chosen, data, options with { Validation = 0.25, Patience = 3 });

        DatasetSplit split = data.Split(0.25, s_small.Seed);
        int kept = result.KeptStep!.Value;
        Trainer.Fit(plain, split.Train, options with { StepLimit = kept });
        Assert.Equal(plain.Core.Weights.Slice(0, 900 * plain.Dimension).ToArray(), chosen.Core.Weights.Slice(0, 900 * plain.Dimension).ToArray());
        Assert.Equal(plain.Compact!.Coefficients.Values, chosen.Compact!.Coefficients.Values);
        Assert.Equal(result.History.Min(step => step.ValidationLoss), result.History[kept].ValidationLoss);
        Assert.Equal(result.History[kept].Loss, result.Loss);
        if (loss == LossKind.CrossEntropy) Assert.Equal(plain.Evaluate(split.Test).LogLoss!.Value, result.History[kept].ValidationLoss!.Value, 1e-12);
        if (result.Status == TrainingStatus.EarlyStopped) Assert.Equal(kept + 3, result.Steps);
    }

    /// <summary>Labels that contradict each other are learnt by heart: held-out samples stop that.</summary>
    [Fact]
    public void Training_EndsEarly_WhenTheLossOfOthersRises()
    {
        Dataset data = Noisy();
        using WideNetwork model = WideNetwork.Create(data, s_small);
        TrainingOptions options = new() { Loss = LossKind.CrossEntropy, TargetLoss = 0.0, Validation = 0.25, Patience = 2 };
        TrainingResult result = Trainer.Fit(model, data, options);
        Assert.Equal(TrainingStatus.EarlyStopped, result.Status);
        Assert.Contains($"the model is that of step {result.KeptStep}", result.Message, StringComparison.Ordinal);
        Assert.True(Trainer.Plan(model, data, options).TotalBytes > Trainer.Plan(model, data, options with { Validation = 0.0, Patience = null }).WeightBytes * 3);
        Assert.Null(Trainer.Fit(model, data, new TrainingOptions { StepLimit = 1 }).KeptStep);
    }

    /// <summary>Classes in sectors, every fifth label another one.</summary>
    private static Dataset Noisy()
    {
        Dataset clean = ToyData.Classes(120, 5, 3, seed: 7);
        int[] labels = clean.Labels.ToArray();
        return Dataset.FromArrays(clean.Features, 5, [.. labels.Select((label, i) => clean.ClassNames[i % 5 == 0 ? (label + 1) % 3 : label])]);
    }
}
