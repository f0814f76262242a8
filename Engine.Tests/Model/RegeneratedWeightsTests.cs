using Engine.Indexing;
using Engine.Tests.Files;
using Xunit;

namespace Engine.Tests.Model;

/// <summary>Networks whose weights are drawn as needed do what those with weights in memory do, bit for bit.</summary>
public sealed class RegeneratedWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Options, wiring, features (rows of an odd number of weights begin within a block of random words), threads.</summary>
    public static TheoryData<TrainingOptions, OutputWiring, int, int> Variants()
    {
        TrainingOptions newton = new() { StepLimit = 4, TargetLoss = 0.0 };
        TrainingOptions gradient = newton with { Method = TrainingMethod.GradientDescent, StepLimit = 25 };
        var variants = new TheoryData<TrainingOptions, OutputWiring, int, int>();
        foreach (int threads in new[] { 1, 2 })
        {
            variants.Add(newton with { Form = UpdateForm.Dual }, OutputWiring.Grouped, 16, threads);
            variants.Add(newton with { Form = UpdateForm.Primal, Ridge = 0.1 }, OutputWiring.Dense, 9, threads);
            variants.Add(newton with { Band = 0.02, ColdBand = 0.0 }, OutputWiring.Grouped, 67, threads);
            variants.Add(gradient with { Form = UpdateForm.Dual, DueTimes = true, Band = 0.05 }, OutputWiring.Grouped, 16, threads);
            variants.Add(gradient with { Form = UpdateForm.Primal, StepLimit = 120, DueTimes = true, ColdBand = 0.3 }, OutputWiring.Grouped, 35, threads);
            variants.Add(gradient with { DueTimes = false }, OutputWiring.Dense, 33, threads);
        }

        return variants;
    }

    [Theory, MemberData(nameof(Variants))]
    public void Run_HasTheBitsOfStoredWeights(TrainingOptions options, OutputWiring wiring, int features, int threads)
    {
        Dataset data = ToyData.Classes(60, features, 3, seed: 4), unseen = ToyData.Classes(1100, features, 3, seed: 5);
        using WideNetwork stored = Create(data, wiring, WeightStorage.Stored), regenerated = Create(data, wiring, WeightStorage.Regenerated);
        AssertSame(stored, regenerated, unseen);
        options = options with { Threads = threads };
        TrainingResult expected = Trainer.Fit(stored, data, options with { KeepCoefficients = true }), actual = Trainer.Fit(regenerated, data, options);
        Assert.Equal(expected.History.Select(Untimed), actual.History.Select(Untimed));
        Assert.True(expected.History.Sum(step => step.Refreshes + step.ColdRefreshes) > 0, "whole rows are scored again");
        AssertSame(stored, regenerated, unseen);

        foreach (bool compact in new[] { true, false })
        {
            stored.Save(Place("stored"), compact);
            regenerated.Save(Place("regenerated"), compact);
            Assert.Equal(File.ReadAllBytes(Place("stored")), File.ReadAllBytes(Place("regenerated")));
        }

        regenerated.Save(Place("compact"), compact: true);
        using WideNetwork loaded = WideNetwork.Load(Place("compact"), WeightStorage.Regenerated);
        AssertSame(stored, loaded, unseen);
        loaded.Save(Place("again"), compact: true);
        Assert.Equal(File.ReadAllBytes(Place("compact")), File.ReadAllBytes(Place("again")));
    }

    /// <summary>A second run moves the weights that the first one left; coefficients of two runs cannot be kept in one file, weights can.</summary>
    [Fact]
    public void SecondRun_StartsWhereTheFirstEnded()
    {
        Dataset data = ToyData.Values(50, 6, seed: 2), other = ToyData.Values(40, 6, seed: 3);
        using WideNetwork stored = Create(data, OutputWiring.Grouped, WeightStorage.Stored), regenerated = Create(data, OutputWiring.Grouped, WeightStorage.Regenerated);
        foreach (WideNetwork network in new[] { stored, regenerated })
        {
            Trainer.Fit(network, data, new TrainingOptions { StepLimit = 2 });
            Trainer.Fit(network, other, new TrainingOptions { StepLimit = 2 });
            network.Save(Place($"{network.Weights}"));
        }

        AssertSame(stored, regenerated, other);
        Assert.Equal(File.ReadAllBytes(Place("Stored")), File.ReadAllBytes(Place("Regenerated")));
        Assert.Throws<InvalidOperationException>(() => regenerated.Save(Place("compact"), compact: true));
    }

    /// <summary>Weights that no machine holds: 2^20 times 2^20 floats are 4 TiB.</summary>
    [Fact]
    public void Memory_DoesNotDependOnTheWeights()
    {
        const int Features = 1 << 20, Width = 1 << 20;
        Dataset data = ToyData.Values(2, Features, seed: 1);
        NetworkOptions options = new() { Width = Width, Transform = new TransformOptions { Scaling = Scaling.None } };
        Assert.Throws<InsufficientMemoryException>(() => WideNetwork.Create(data, options));
        using WideNetwork network = WideNetwork.Create(data, options with { Weights = WeightStorage.Regenerated });
        TrainingPlan plan = Trainer.Plan(network, data);
        Assert.InRange(plan.WeightBytes, 4L * Width, 32L * Width);
        Assert.True(plan.TotalBytes < 1L << 30, $"{plan.TotalBytes} bytes");
    }

    /// <summary>The plan counts what is kept instead of W.</summary>
    [Fact]
    public void Plan_CoversTheCoefficients()
    {
        Dataset data = ToyData.Classes(200, 8, 3, seed: 4);
        using WideNetwork network = Create(data, OutputWiring.Grouped, WeightStorage.Regenerated);
        TrainingPlan plan = Trainer.Plan(network, data);
        Trainer.Fit(network, data);
        Assert.InRange(network.Compact!.Coefficients.Bytes + network.Core.Signs.Bytes, plan.WeightBytes / 4, plan.WeightBytes);
    }

    [Fact]
    public void Searches_ThatHoldTheWeights_AreRefused()
    {
        Dataset data = ToyData.Classes(20, 3, 2, seed: 1);
        using WideNetwork network = Create(data, OutputWiring.Grouped, WeightStorage.Regenerated);
        TrainingOptions options = new() { Method = TrainingMethod.GradientDescent, Search = FireSearch.CorrelationTreeD };
        string message = Assert.Throws<ArgumentException>(() => Trainer.Fit(network, data, options)).Message;
        Assert.Contains("Weights = Regenerated needs Search = Certified, found CorrelationTreeD", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NeedsACompactFile()
    {
        using (WideNetwork network = Create(ToyData.Classes(20, 3, 2, seed: 1), OutputWiring.Grouped, WeightStorage.Stored)) network.Save(Place("full"));
        InputException error = Assert.Throws<InputException>(() => WideNetwork.Load(Place("full"), WeightStorage.Regenerated));
        Assert.Contains("metadata 'storage'", error.Message, StringComparison.Ordinal);
        Assert.Contains("compact file", error.Message, StringComparison.Ordinal);
    }

    private static WideNetwork Create(Dataset data, OutputWiring wiring, WeightStorage weights) =>
        WideNetwork.Create(data, new NetworkOptions { Width = 1003, Seed = 9, Wiring = wiring, Shift = 1.2, Weights = weights });

    private static StepMetrics Untimed(StepMetrics step) => step with { GramMs = 0, SolveMs = 0, UpdateMs = 0, ElapsedSeconds = 0 };

    private static void AssertSame(WideNetwork stored, WideNetwork regenerated, Dataset data)
    {
        Assert.Equal((WeightStorage.Stored, WeightStorage.Regenerated), (stored.Weights, regenerated.Weights));
        Assert.Equal(stored.Scores(data), regenerated.Scores(data));
        double[] one = new double[stored.Outputs], other = new double[stored.Outputs];
        stored.Scores(data.Row(7), one);
        regenerated.Scores(data.Row(7), other);
        Assert.Equal(one, other);
        FireSets expected = stored.FireSets(data), actual = regenerated.FireSets(data);
        for (int r = 0; r < stored.Width; r++) Assert.Equal(expected.OfNeuron(r).ToArray(), actual.OfNeuron(r).ToArray());
    }

    private string Place(string name) => _folder.File(name + ".safetensors");
}
