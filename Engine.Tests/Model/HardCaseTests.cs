using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Model;

/// <summary>Cases that once crashed, hung, or left a model that cannot be used.</summary>
public sealed class HardCaseTests
{
    // Targets a model was not made for: scaled by its own mean and scale they stay far outside fp32.
    [Theory]
    [InlineData(1e37)]
    [InlineData(1e40)]
    [InlineData(1e200)]
    public void Fit_OfTargetsOutOfRange_IsAStatus_AndLeavesFiniteWeights(double factor)
    {
        Dataset data = ToyData.Values(30, 4, seed: 1);
        float[] features = data.Features.ToArray();
        Dataset huge = Dataset.FromArrays(features, 4, Array.ConvertAll(data.Targets.ToArray(), y => y * factor));
        using WideNetwork model = WideNetwork.Create(data, width: 256);

        TrainingResult result = Trainer.Fit(model, huge, new TrainingOptions { Ridge = 0 });

        Assert.Equal(TrainingStatus.SolverFailed, result.Status);
        Assert.All(model.Core.Weights.Slice(0, (int)model.Core.Weights.Length).ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    [Fact]
    public void Create_RefusesTargets_WhoseSpreadIsNotFinite()
    {
        Dataset data = Dataset.FromArrays([1, 2, 3, 4, 5, 7], 2, [1e200, -1e200, 3e200]);
        Assert.Contains("spread of the targets", Assert.Throws<InputException>(() => WideNetwork.Create(data, width: 64)).Message, StringComparison.Ordinal);
    }

    // The same image under two labels: the system asks for steps that fp32 coefficients could not take back.
    [Fact]
    public void Fit_OfContradictingRows_NeverRaisesTheLoss()
    {
        Dataset clean = ToyData.Classes(40, 6, 2, seed: 3);
        float[] features = [.. clean.Features, .. clean.Features[..(8 * 6)]];
        string[] labels = [.. Enumerable.Range(0, 48).Select(i => clean.ClassNames[i < 40 ? clean.Labels[i] : 1 - clean.Labels[i - 40]])];
        Dataset data = Dataset.FromArrays(features, 6, labels);
        using WideNetwork model = WideNetwork.Create(data, width: 2048);

        TrainingResult result = Trainer.Fit(model, data);

        for (int step = 1; step < result.History.Count; step++)
            Assert.True(result.History[step].Loss < result.History[step - 1].Loss, $"step {step}: {result.History[step].Loss:R} after {result.History[step - 1].Loss:R}");
    }

    [Fact]
    public void Options_RefuseABand_ThatWouldListEverything() =>
        Assert.Contains("Band must lie in (0, 100]", Assert.Throws<ArgumentException>(new TrainingOptions { Band = 1e31 }.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void Team_RefusesARunWithinARun()
    {
        using var team = new WorkerTeam(2);
        Assert.Throws<InvalidOperationException>(() => team.Run(1, (_, _) => team.Run(1, (_, _) => { })));
        int items = 0;
        team.Run(10, (_, _) => Interlocked.Increment(ref items));
        Assert.Equal(10, items);
    }
}
