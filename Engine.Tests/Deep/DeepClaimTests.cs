using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Deep;

/// <summary>What arXiv 2112.07628 promises of wide networks and what it needs for it, at fixed seeds.</summary>
public sealed class DeepClaimTests
{
    /// <summary>
    /// T21: with rows of unit length, units fire independently with probability p = P(N > b) given the layer below. A count of m units leaves
    /// m p +- 6 sqrt(m p) with probability below 4e-9 (Bernstein); 24 counts below 1e-7.
    /// </summary>
    [Fact]
    public void FireSets_HaveTheSizeOfABinomial_InEveryLayer_WithNormalisation()
    {
        const int Width = 3000;
        Dataset data = Model.ToyData.Classes(6, 40, 2, seed: 1);
        foreach (ShiftForm form in Enum.GetValues<ShiftForm>())
        {
            using DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [Width, Width, Width, Width], Form = form, Shift = Math.Sqrt(0.4 * Math.Log(Width)), Wiring = OutputWiring.Dense, Seed = 2 });
            double expected = Width * network.FireFractions[0], spread = 6 * Math.Sqrt(expected);
            Assert.All(network.FireStatistics(data), layer =>
            {
                Assert.InRange(layer.Fewest, expected - spread, expected + spread);
                Assert.InRange(layer.Most, expected - spread, expected + spread);
            });
        }
    }

    /// <summary>
    /// T22, the expected failure without normalisation: errors of the squared length grow by about chi(b) a layer (3.2 to 4.8 for the continuous form), until inputs die. With it the
    /// same weights pass on rows of one length.
    /// </summary>
    [Fact]
    public void Norms_SpreadLayerByLayer_WithoutNormalisation()
    {
        Dataset data = Model.ToyData.Classes(40, 40, 2, seed: 1);
        var options = new DeepOptions { Widths = [2000, 2000, 2000, 2000], Shift = Math.Sqrt(0.4 * Math.Log(2000)), Wiring = OutputWiring.Dense, NormalizeHidden = false, Seed = 2 };
        using DeepNetwork bare = DeepNetwork.Create(data, options), normalised = DeepNetwork.Create(data, options with { NormalizeHidden = true });
        // Rows between layers have length 1 on average there; the last layer's gain is the readout's.
        FireStatistics[] layers = [.. bare.FireStatistics(data).Take(3)];
        double[] spread = [.. layers.Select(layer => layer.LongestNorm * layer.LongestNorm - layer.ShortestNorm * layer.ShortestNorm)];
        Assert.True(ShiftMoment.NormGrowth(ShiftForm.Continuous, bare.Shifts[0]) > 3);
        Assert.True(spread[1] > 2 * spread[0] && spread[2] > 2 * spread[1], string.Join(", ", spread));
        Assert.Equal(0, bare.FireStatistics(data)[3].Fewest);
        Assert.All(normalised.FireStatistics(data).Take(3), layer => Assert.InRange(layer.LongestNorm - layer.ShortestNorm, 0, 1e-6));
        Assert.All(normalised.FireStatistics(data), layer => Assert.True(layer.Fewest > 0));
    }

    /// <summary>The variance constant: with c = (E phi^2)^(-1/2) a unit row comes out with squared length 1 on average; the paper's form of it agrees.</summary>
    [Theory]
    [InlineData(nameof(ShiftForm.Continuous), 1.8)]
    [InlineData(nameof(ShiftForm.HardThreshold), 1.8)]
    [InlineData(nameof(ShiftForm.HardThreshold), 0)]
    public void VarianceConstant_IsTheSecondMoment_ByQuadrature(string name, double shift)
    {
        ShiftForm form = Enum.Parse<ShiftForm>(name);
        // Simpson's rule on 4000 intervals of length 0.002: its error is below 8 h^4 / 180 max |f''''| < 1e-9, the rest beyond z = shift + 8 below 1e-13.
        double sum = 0, h = 8.0 / 4000;
        for (int step = 0; step <= 4000; step++)
        {
            double z = shift + step * h, phi = form == ShiftForm.HardThreshold ? z : z - shift;
            sum += (step is 0 or 4000 ? 1 : step % 2 == 1 ? 4 : 2) * phi * phi * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        }

        Assert.InRange(ShiftMoment.Square(form, shift), sum * h / 3 - 1e-8, sum * h / 3 + 1e-8);
    }

    /// <summary>T24 and T12: the continuous form contracts by a third a step from the first one on, with the paper's scale of outputs.</summary>
    [Fact]
    public void GaussNewton_ContractsByAThird_WithTheContinuousShift()
    {
        (DeepNetwork network, TrainingResult result) = Train(ShiftForm.Continuous);
        network.Dispose();
        double[] residuals = [.. result.History.Select(step => Math.Sqrt(step.Loss))];
        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        for (int step = 1; step < residuals.Length; step++) Assert.True(residuals[step] <= residuals[step - 1] / 3, string.Join(", ", residuals));
        Assert.InRange(result.Steps, 1, 8);
    }

    /// <summary>T24: the hard form jumps at b; the line search keeps every step a descent.</summary>
    [Fact]
    public void GaussNewton_DescendsStepByStep_WithTheHardThreshold()
    {
        (DeepNetwork network, TrainingResult result) = Train(ShiftForm.HardThreshold);
        network.Dispose();
        for (int step = 1; step < result.History.Count; step++) Assert.True(result.History[step].Loss < result.History[step - 1].Loss);
        Assert.Contains(result.History, step => step.StepLength < 1 && step.Step > 0);
        Assert.InRange(result.RelativeLoss, 0, 1e-2);
    }

    private static (DeepNetwork Network, TrainingResult Result) Train(ShiftForm form)
    {
        Dataset data = Model.ToyData.Classes(32, 60, 2, seed: 9);
        DeepNetwork network = DeepNetwork.Create(data, new DeepOptions { Widths = [2048, 4096], Form = form, OutputDeviation = 1, Seed = 4 });
        return (network, DeepTrainer.Fit(network, data, new TrainingOptions { TargetLoss = 1e-8, StepLimit = 20 }));
    }
}
