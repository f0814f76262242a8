using Xunit;

namespace Engine.Tests.Data;

public sealed class SplitMix64Tests
{
    // Output of the reference C code (prng.di.unimi.it/splitmix64.c) for seed 1234567, as published on Rosetta Code.
    private static readonly ulong[] s_known =
        [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];

    [Fact]
    public void Next_MatchesPublishedKnownAnswers()
    {
        var random = new SplitMix64(1234567);
        foreach (ulong expected in s_known) Assert.Equal(expected, random.Next());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(97)]
    public void Permutation_HoldsEveryIndexOnce(int count) =>
        Assert.Equal(Enumerable.Range(0, count), SplitMix64.Permutation(count, seed: 3).Order());

    // 24 orders of 4 items over 24,000 fixed seeds. A count is binomial, mean 1000, deviation below 31; by Hoeffding's
    // bound 2 exp(-2 t^2 / N) with t = 500, one order strays with probability below 2e-9, some order below 5e-8.
    [Fact]
    public void Permutation_IsUniform()
    {
        var seen = new Dictionary<string, int>();
        for (ulong seed = 0; seed < 24_000; seed++)
        {
            string order = string.Join(",", SplitMix64.Permutation(4, seed));
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 500, 1500));
    }
}
