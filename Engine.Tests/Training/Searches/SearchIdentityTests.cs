using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>Searches that hold the weights see the same sets and do the same arithmetic: whatever the search, the bits are the same.</summary>
public sealed class SearchIdentityTests
{
    public static TheoryData<FireSearch> Searches => SearchCases.Rows();

    [Theory, MemberData(nameof(Searches))]
    public void Run_HasTheBitsOfTheDenseOne_ForEveryThreadCount(FireSearch search)
    {
        TrainedRun expected = SearchCases.Descent(FireSearch.Dense).Train();
        TrainingCase given = SearchCases.Descent(search);
        foreach (int threads in new[] { 1, 2, 3 })
        {
            TrainedRun actual = (given with { Options = given.Options with { Threads = threads } }).Train();
            Assert.Equal(expected.Weights, actual.Weights);
            Assert.Equal(expected.Result.History.Select(Found), actual.Result.History.Select(Found));
        }
    }

    /// <summary>What a run counts does not depend on the threads either.</summary>
    [Theory, MemberData(nameof(Searches))]
    public void Run_CountsTheSame_ForEveryThreadCount(FireSearch search)
    {
        TrainingCase given = SearchCases.Descent(search, steps: 2);
        Assert.Equal(
            given.Train().Result.History.Select(Counted),
            (given with { Options = given.Options with { Threads = 3 } }).Train().Result.History.Select(Counted));
    }

    [Theory]
    [InlineData(OutputWiring.Grouped, 0.0)]
    [InlineData(OutputWiring.Dense, 0.0)]
    [InlineData(OutputWiring.Grouped, 0.3)]
    public void GaussNewton_HasTheSameBits_WhateverTheSearch(OutputWiring wiring, double ridge)
    {
        TrainedRun? expected = null;
        foreach (FireSearch search in SearchCases.WithWeights)
        {
            TrainingOptions options = new() { Search = search, Ridge = ridge, StepLimit = 4, TargetLoss = 0.0, Threads = 2 };
            TrainedRun actual = (SearchCases.Descent(search) with { Wiring = wiring, Options = options }).Train();
            expected ??= actual;
            Assert.Equal(expected.Weights, actual.Weights);
            Assert.Equal(expected.Result.History.Select(Found), actual.Result.History.Select(Found));
        }
    }

    /// <summary>After training, after trials that were cut: the sets are those of the weights as they are, bit for bit.</summary>
    [Theory, MemberData(nameof(Searches))]
    public void FireSets_EqualBruteForce_AfterEveryMove(FireSearch search)
    {
        TrainingCase given = SearchCases.Descent(search);
        using SteppedRun run = new(given);
        AssertSets(run, "start");
        for (int step = 1; step <= 3; step++)
        {
            DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
            run.State.Move(report.FirstLength, fromBase: true);
            AssertSets(run, $"step {step}, full");
            run.State.Move(-0.75 * report.FirstLength, fromBase: false);
            AssertSets(run, $"step {step}, cut");
            run.State.Move(0.5 * report.FirstLength, fromBase: false);
            AssertSets(run, $"step {step}, cut less");
        }
    }

    private static void AssertSets(SteppedRun run, string when)
    {
        TrainingCase given = run.Case;
        using var weights = new NativeBuffer<float>((long)given.Width * given.Dimension);
        run.State.Point.Materialise(weights);
        float[] rows = given.Rows();
        bool[] fires = run.Fires();
        long count = 0;
        for (int pair = 0; pair < fires.Length; pair++)
        {
            float z = SingleRounding.Chain(
                weights.Slice(pair / given.Samples * (long)given.Dimension, given.Dimension), rows.AsSpan(pair % given.Samples * given.Dimension, given.Dimension));
            Check.That(fires[pair] == z > given.Shift, $"{given}, {when}: pair {pair}, z = {z:R}, fires: {fires[pair]}.");
            if (fires[pair]) count++;
        }

        Assert.Equal(count, run.State.Point.Counts.Fires);
    }

    private static (double Loss, double Length, double Fires, long Flips) Found(StepMetrics step) => (step.Loss, step.StepLength, step.FireFraction, step.Flips);

    private static (long Due, long Nodes, long Products, long Bytes, long? Fired) Counted(StepMetrics step) =>
        (step.DueNeurons, step.NodesVisited, step.InnerProducts, step.SearchBytes, step.FiredMultiplications);
}
