using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>Single behaviours of the passes that the property test covers only by chance.</summary>
public sealed class CandidateMoveTests
{
    /// <summary>Form, ridge.</summary>
    public static TheoryData<bool, bool> Forms() => new() { { true, false }, { true, true }, { false, false }, { false, true } };

    [Theory, MemberData(nameof(Forms))]
    public void Step_AndTheWayBack_RestoreThePointExactly_WhenNothingRounds(bool dual, bool regularised)
    {
        using CandidateSetup setup = new(Case(dual, regularised) with { Dyadic = true, Band = 0.5f });
        CandidateTrace trace = new(setup);
        trace.Follow(new CandidateMove(FromBase: true, 0.5f, Size: 1.0, RefreshAll: false, Seed: 1));
        CandidateReading start = trace.Now;
        trace.Follow(new CandidateMove(FromBase: true, 1f, Size: 1.0, RefreshAll: false, Seed: 2));
        Assert.True(trace.Now.Counts.Flips > 0);
        trace.Follow(new CandidateMove(FromBase: false, -0.5f, Size: 1.0, RefreshAll: false, Seed: 2));
        trace.Follow(new CandidateMove(FromBase: false, -0.5f, Size: 1.0, RefreshAll: true, Seed: 2));

        Assert.Equal(0, trace.Now.Counts.Flips);
        Assert.Equal(start.Coefficients, trace.Now.Coefficients);
        Assert.Equal(start.Outputs, trace.Now.Outputs);
        Assert.Equal(start.Fires(), trace.Now.Fires());
    }

    [Theory, MemberData(nameof(Forms))]
    public void Correction_KeepsToTheMaskOfTheBasePoint_AfterPairsHaveFlipped(bool dual, bool regularised)
    {
        using CandidateSetup setup = new(Case(dual, regularised));
        CandidateTrace trace = new(setup);
        bool[] start = trace.Now.Fires();
        trace.Follow(new CandidateMove(FromBase: true, 1f, Size: 3.0, RefreshAll: false, Seed: 1));
        bool[] flipped = trace.Now.Fires();
        Assert.NotEqual(start, flipped);

        // The trace itself checks that pairs of the start's mask, and no others, get coefficients.
        trace.Follow(new CandidateMove(FromBase: false, 0.5f, Size: 3.0, RefreshAll: false, Seed: 1));
        Assert.Equal(start, trace.BaseFires);
        Assert.Contains(Enumerable.Range(0, start.Length), pair => start[pair] && !flipped[pair]);
        Assert.Contains(Enumerable.Range(0, start.Length), pair => !start[pair] && flipped[pair]);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Scores_StayWithinTheirBound_OverManySmallSteps(bool dual, bool regularised)
    {
        using CandidateSetup setup = new(Case(dual, regularised) with { Band = 0.5f });
        CandidateTrace trace = new(setup);
        for (int step = 1; step <= 60; step++)
            trace.Follow(new CandidateMove(FromBase: true, regularised ? 0.25f : 1f, Size: 0.03, RefreshAll: step % 25 == 0, Seed: step));
        Assert.True(trace.Now.Counts.Refreshes < setup.Case.Width, "the last step should have updated most scores.");
    }

    [Fact]
    public void Step_FindsEveryPairThatEntersFromOutsideTheLists()
    {
        using CandidateSetup setup = new(Case(dual: true, regularised: false) with { Band = 1f / 64 });
        CandidateTrace trace = new(setup);
        int entered = 0;
        for (int step = 1; step <= 10; step++)
        {
            CandidateReading before = trace.Now;
            trace.Follow(new CandidateMove(FromBase: true, 1f, Size: 60.0, RefreshAll: false, Seed: step));
            entered += Enumerable.Range(0, before.Listed.Length).Count(pair => !before.Listed[pair] && trace.Now.Fires(pair));
        }

        // The trace checks that none is missing; this makes sure that there was something to miss.
        Assert.True(entered > 100, $"{entered} pairs entered.");
    }

    private static CandidateCase Case(bool dual, bool regularised) => new()
    {
        Width = 150,
        Samples = 35,
        Dimension = 23,
        Outputs = 2,
        Dual = dual,
        Regularised = regularised,
    };
}
