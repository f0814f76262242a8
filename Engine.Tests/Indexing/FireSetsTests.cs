using Engine.Indexing;
using Xunit;

namespace Engine.Tests.Indexing;

public sealed class FireSetsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 5)]
    [InlineData(7, 3)]
    [InlineData(31, 64)]
    public void BothOrientations_HoldTheSamePairs(int neurons, int samples)
    {
        bool Fires(int r, int i) => (r * 7 + i * 13 + r * i) % 5 < 2;
        var offsets = new List<long> { 0 };
        var ids = new List<int>();
        for (int r = 0; r < neurons; r++)
        {
            for (int i = 0; i < samples; i++)
            {
                if (Fires(r, i)) ids.Add(i);
            }

            offsets.Add(ids.Count);
        }

        var sets = new FireSets(samples, offsets.ToArray(), ids.ToArray());

        Assert.Equal((neurons, samples, ids.Count), (sets.NeuronCount, sets.SampleCount, (int)sets.Count));
        for (int r = 0; r < neurons; r++)
            Assert.Equal(Enumerable.Range(0, samples).Where(i => Fires(r, i)), sets.OfNeuron(r).ToArray());
        for (int i = 0; i < samples; i++)
            Assert.Equal(Enumerable.Range(0, neurons).Where(r => Fires(r, i)), sets.OfSample(i).ToArray());
        Assert.Equal(ids.Count == 0 ? 0 : ids.Count / (double)(neurons * samples), sets.Fraction);
    }

    [Theory]
    [InlineData(new long[] { }, new int[] { }, "count=0")]
    [InlineData(new long[] { 1, 1 }, new[] { 0 }, "ids=1")]
    [InlineData(new long[] { 0, 2, 1, 2 }, new[] { 0, 1 }, "offsets[1]=2, offsets[2]=1")]
    [InlineData(new long[] { 0, 2 }, new[] { 1, 1 }, "ids[1]=1, expected at least 2")]
    [InlineData(new long[] { 0, 1 }, new[] { 3 }, "ids[0]=3")]
    [InlineData(new long[] { 0, 1 }, new[] { -1 }, "ids[0]=-1")]
    public void Constructor_NamesTheBrokenRule(long[] offsets, int[] ids, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => new FireSets(3, offsets, ids));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_OutsideTheMatrix_AreRefused()
    {
        var sets = new FireSets(2, [0, 1], [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sets.OfNeuron(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => sets.OfSample(-1));
    }
}
