using Xunit;

namespace Engine.Tests.Training;

public sealed class SearchOptionTests
{
    public static TheoryData<FireSearch> Searches => SearchCases.Rows();

    [Theory, MemberData(nameof(Searches))]
    public void Options_OfCandidateLists_AreRefusedByOtherSearches(FireSearch search)
    {
        TrainingOptions options = new() { Search = search, Form = UpdateForm.Dual, Band = 1, ColdBand = 2, KeepCoefficients = true };
        string message = Assert.Throws<ArgumentException>(options.Validate).Message;
        foreach (string name in new[] { "Form = Dual", "Band", "ColdBand", "KeepCoefficients" })
            Assert.Contains($"{name} needs Search = Certified, found {search}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_HasToBeDefined() => Assert.Contains(
        "Search must be a defined value, found 77", Assert.Throws<ArgumentException>(new TrainingOptions { Search = (FireSearch)77 }.Validate).Message, StringComparison.Ordinal);

    /// <summary>Correlation trees store n m scores; the plan says so before anything is allocated.</summary>
    [Theory]
    [InlineData(FireSearch.CorrelationTreeD)]
    [InlineData(FireSearch.CorrelationTreeW)]
    public void Plan_CoversTheTrees(FireSearch search)
    {
        using NetworkCore core = new(4096, 16, 1, 2f, OutputWiring.Grouped, seed: 1);
        const int Samples = 1_000_000;
        TrainingPlan plan = TrainingPlan.For(core, Samples, new TrainingOptions { Method = TrainingMethod.GradientDescent, Search = search });
        Assert.InRange(plan.ListBytes, 4L * Samples * core.Width, 6L * Samples * core.Width);
    }

    /// <summary>What the index says it holds is within what the plan foretold.</summary>
    [Theory, MemberData(nameof(Searches))]
    public void Plan_CoversWhatTheStartWrites(FireSearch search)
    {
        TrainingCase given = SearchCases.Descent(search, steps: 0);
        using NetworkCore core = given.Network();
        TrainingPlan plan = TrainingPlan.For(core, given.Samples, given.Options);
        long written = given.Train().Result.History[0].SearchBytes;
        if (search is FireSearch.CorrelationTreeD or FireSearch.CorrelationTreeW) Assert.InRange(written, 4L * given.Width * given.Samples, plan.ListBytes);
        Assert.True(plan.ListBytes >= 4L * given.Width * given.Dimension);
        Assert.Equal((0f, 0f, UpdateForm.Primal), (plan.Band, plan.ColdBand, plan.Form));
    }

    /// <summary>1.7 TB of scores, for a network of 50 MB.</summary>
    [Fact]
    public void Trees_ThatDoNotFit_AreRefused_WithBothSizes()
    {
        const int Samples = 100_000;
        Random random = new(1);
        float[] features = [.. Enumerable.Range(0, 2 * Samples).Select(_ => (float)random.NextDouble())];
        Dataset data = Dataset.FromArrays(features, dimension: 2, [.. Enumerable.Range(0, Samples).Select(i => i % 2)]);
        using WideNetwork model = WideNetwork.Create(data, width: 1 << 22, seed: 1);
        TrainingOptions options = new() { Method = TrainingMethod.GradientDescent, Search = FireSearch.CorrelationTreeD };
        string message = Assert.Throws<InsufficientMemoryException>(() => Trainer.Fit(model, data, options)).Message;
        Assert.Contains("training at width 4194304 on 100000 samples needs", message, StringComparison.Ordinal);
        Assert.Contains("this machine has", message, StringComparison.Ordinal);
    }
}
