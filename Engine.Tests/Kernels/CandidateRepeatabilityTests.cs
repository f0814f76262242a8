using Xunit;

namespace Engine.Tests.Kernels;

public sealed class CandidateRepeatabilityTests
{
    /// <summary>Form, ridge, wiring.</summary>
    public static TheoryData<bool, bool, bool> Variants() => new()
    {
        { true, false, true }, { true, true, false }, { false, false, false }, { false, true, true },
    };

    [Theory, MemberData(nameof(Variants))]
    public void Blocks_HaveTheSameBits_ForEveryTeamSize(bool dual, bool regularised, bool grouped)
    {
        string[] expected = Digests(Case(dual, regularised, grouped));
        foreach (int threads in new[] { 1, 2, 3, 5 })
            Assert.Equal(expected, Digests(Case(dual, regularised, grouped) with { Threads = threads }));
    }

    [Theory, MemberData(nameof(Variants))]
    public void Blocks_HaveTheSameBits_WhateverTheArenaStartsWith(bool dual, bool regularised, bool grouped)
    {
        string[] expected = Digests(Case(dual, regularised, grouped) with { ExpectedFraction = 1.0 });
        Assert.Equal(expected, Digests(Case(dual, regularised, grouped) with { ExpectedFraction = 0.0 }));
    }

    [Fact]
    public void Scores_AreTheSameInBothForms_WhenEverythingIsExact()
    {
        CandidateCase given = Case(dual: true, regularised: true, grouped: false) with { Width = 300, Dyadic = true, Band = 0.5f };
        using CandidateSetup dual = new(given), primal = new(given with { Dual = false });
        CandidateTrace one = new(dual), other = new(primal);
        foreach (CandidateMove move in CandidateMove.History)
        {
            one.Follow(move);
            other.Follow(move);
            Assert.Equal(one.Now.Coefficients, other.Now.Coefficients);
            Assert.Equal(one.Now.Fires(), other.Now.Fires());
            Assert.Equal(one.Now.Outputs, other.Now.Outputs);
        }
    }

    private static CandidateCase Case(bool dual, bool regularised, bool grouped) => new()
    {
        Width = 1500,
        Samples = 45,
        Dimension = 21,
        Outputs = 3,
        Dual = dual,
        Regularised = regularised,
        Grouped = grouped,
        Band = 0.1f,
    };

    private static string[] Digests(CandidateCase given)
    {
        using CandidateSetup setup = new(given);
        setup.Blocks.Preprocess(CancellationToken.None);
        List<string> digests = [CandidateReading.Of(setup).Digest()];
        foreach (CandidateMove move in CandidateMove.History)
        {
            if (move.FromBase) setup.Draw(move);
            setup.Step(move);
            digests.Add(CandidateReading.Of(setup).Digest());
        }

        return [.. digests];
    }
}
