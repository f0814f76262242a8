using Xunit;

namespace Engine.Tests.Data;

public sealed class PermutationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(97)]
    public void Draw_HoldsEveryIndexOnce(int count) =>
        Assert.Equal(Enumerable.Range(0, count), Permutation.Draw(count, seed: 3).Order());

    // 24 orders of 4 items over 24,000 fixed seeds. A count is binomial, mean 1000, deviation below 31; by Hoeffding's
    // bound 2 exp(-2 t^2 / N) with t = 500, one order strays with probability below 2e-9, some order below 5e-8.
    [Fact]
    public void Draw_IsUniform()
    {
        var seen = new Dictionary<string, int>();
        for (ulong seed = 0; seed < 24_000; seed++)
        {
            string order = string.Join(",", Permutation.Draw(4, seed));
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 500, 1500));
    }
}
