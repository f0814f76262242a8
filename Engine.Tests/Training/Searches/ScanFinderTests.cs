using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

public sealed class ScanFinderTests
{
    /// <summary>Small integers: scores are exact, and many of them equal the threshold, which does not fire.</summary>
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 33, 3)]
    [InlineData(9, 31, 5)]
    [InlineData(64, 16, 2)]
    public void Sets_EqualBruteForce_WithTies(int neurons, int samples, int dimension)
    {
        const float Threshold = 2;
        Random random = new(7);
        float[] weights = Integers(random, neurons * dimension), rows = Integers(random, samples * dimension);
        using var packed = new PackedRows(rows, dimension);
        using var finder = new ScanFinder(packed, Threshold);
        FiredRows sets = new(), again = new();
        PassWork work = finder.Start(weights, sets);
        Assert.Equal((neurons, (long)neurons * samples), (work.DueNeurons, work.InnerProducts));
        int ties = AssertSets(weights, rows, dimension, Threshold, sets);
        Assert.True(neurons == 1 || ties > 0);
        weights[0] = 3;
        finder.Move(weights, [0], sets, again);
        AssertSets(weights, rows, dimension, Threshold, again);
    }

    private static int AssertSets(float[] weights, float[] rows, int dimension, float threshold, FiredRows sets)
    {
        int ties = 0;
        for (int r = 0; r < sets.Count; r++)
        {
            float[] scores = [.. Enumerable.Range(0, rows.Length / dimension)
                .Select(i => SingleRounding.Chain(weights.AsSpan(r * dimension, dimension), rows.AsSpan(i * dimension, dimension)))];
            ties += scores.Count(z => z == threshold);
            Assert.Equal(Enumerable.Range(0, scores.Length).Where(i => scores[i] > threshold), sets.Of(r).ToArray());
        }

        return ties;
    }

    private static float[] Integers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-2, 3))];
}
