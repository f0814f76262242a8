using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class FiredRowsTests
{
    /// <summary>Reused for sets of every size, and against sorting.</summary>
    [Fact]
    public void Transpose_GivesEveryNeuronItsSamples_Ascending()
    {
        Random random = new(5);
        FiredRows rows = new();
        foreach ((int neurons, int samples) in new[] { (5, 7), (1, 40), (40, 1), (17, 0), (0, 3), (33, 64), (3, 3) })
        {
            int[][] bySample = [.. Enumerable.Range(0, samples).Select(_ => Enumerable.Range(0, neurons).Where(_ => random.Next(3) == 0).ToArray())];
            long[] offsets = new long[samples + 1];
            for (int i = 0; i < samples; i++) offsets[i + 1] = offsets[i] + bySample[i].Length;
            rows.Transpose(offsets, bySample.SelectMany(set => set).ToArray(), neurons);
            Assert.Equal(neurons, rows.Count);
            Assert.Equal(offsets[^1], rows.Ids.Length);
            for (int r = 0; r < neurons; r++)
                Assert.Equal(Enumerable.Range(0, samples).Where(i => bySample[i].Contains(r)), rows.Of(r).ToArray());
        }
    }

    [Fact]
    public void Append_WritesRowsOneAfterTheOther_AndBeginForgetsThem()
    {
        FiredRows rows = new();
        foreach (int[][] sets in new int[][][] { [[1, 4], [], [0]], [], [[2]], [[], [0, 1, 2, 3, 4, 5], [3]] })
        {
            rows.Begin(sets.Length);
            foreach (int[] set in sets) rows.Append(set);
            Assert.Equal(sets.Length, rows.Count);
            Assert.Equal(sets.SelectMany(set => set), rows.Ids.ToArray());
            for (int r = 0; r < sets.Length; r++) Assert.Equal(sets[r], rows.Of(r).ToArray());
        }
    }
}
