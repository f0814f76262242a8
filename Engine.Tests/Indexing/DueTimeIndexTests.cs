using Engine.Indexing;
using Xunit;

namespace Engine.Tests.Indexing;

public sealed class DueTimeIndexTests
{
    private static readonly int[] s_sizes = [0, 1, 63, 64, 65, 1000, 2500];

    /// <summary>Against a plain array, under updates one by one and by rebuilding, with ties and infinities; other ranges stay as they are.</summary>
    [Fact]
    public void Query_ReportsThoseDueBeforeTheClock_UnderInterleavedChanges()
    {
        Random random = new(1);
        DueTimeIndex index = new(s_sizes);
        float[][] plain = [.. s_sizes.Select(size => Enumerable.Repeat(float.NegativeInfinity, size).ToArray())];
        ThresholdHits hits = new();
        int rebuilt = 0, single = 0;
        for (int round = 0; round < 3000; round++)
        {
            int range = random.Next(s_sizes.Length), size = s_sizes[range];
            float[] times = plain[range];
            switch (random.Next(20))
            {
                case 0:
                    for (int r = 0; r < size; r++) times[r] = Time(random);
                    index.Replace(range, times);
                    break;
                case < 14:
                    // Up to a sixteenth of the leaves are set one by one.
                    int share = random.Next(2) == 0 ? size / 16 : size / 4, count = share == 0 ? Math.Min(size, 1) : random.Next(share + 1);
                    int[] neurons = [.. Enumerable.Range(0, count).Select(_ => random.Next(size))];
                    // A neuron may come more than once: its last time counts.
                    float[] due = [.. neurons.Select(_ => Time(random))];
                    for (int q = 0; q < count; q++) times[neurons[q]] = due[q];
                    index.Update(range, neurons, due);
                    if (count > size / 16) rebuilt++;
                    else if (count > 0) single++;
                    break;
            }

            float clock = Time(random);
            IndexWork work = index.Query(range, clock, hits);
            int[] expected = [.. Enumerable.Range(0, size).Where(r => times[r] < clock)];
            Assert.Equal(1, hits.Rows);
            Assert.Equal(expected, hits.Of(0).ToArray());
            Assert.InRange(work.NodesVisited, 1, index.VisitBound(range, expected.Length));
        }

        Assert.True(rebuilt > 200 && single > 200, $"{rebuilt} rebuilt, {single} one by one.");
        Assert.Equal(0, index.VisitBound(range: 0, reported: 0) - 1);
    }

    [Fact]
    public void New_HasEveryNeuronDue_BeforeAnyClock()
    {
        DueTimeIndex index = new([70]);
        ThresholdHits hits = new();
        index.Query(0, float.MinValue, hits);
        Assert.Equal(Enumerable.Range(0, 70), hits.Of(0).ToArray());
        index.Query(0, float.NegativeInfinity, hits);
        Assert.Empty(hits.Of(0).ToArray());
        Assert.True(index.Bytes >= 70 * sizeof(float));
    }

    [Fact]
    public void Update_OfAFewNeurons_WritesTheirPathsOnly()
    {
        const int Neurons = 1 << 16;
        DueTimeIndex index = new([Neurons]);
        index.Replace(0, new float[Neurons]);
        IndexWork work = index.Update(0, [5, 40000], [7f, -7f]);
        // The leaf and at most one maximum a level: blocks of 64, then of 16.
        Assert.InRange(work.NodesVisited, 2, 2 * 5);
        Assert.Equal(2, work.Refreshes);
    }

    /// <summary>Nothing is set by a call that fails.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    public void BadArguments_AreNamed(int count)
    {
        DueTimeIndex index = new([100, 3]);
        float[] times = [.. Enumerable.Range(0, 100).Select(r => (float)r)], due = new float[count];
        int[] neurons = [.. Enumerable.Range(0, count)];
        index.Replace(0, times);
        due.AsSpan().Fill(-1f);
        Assert.Throws<ArgumentNullException>(() => new DueTimeIndex(null!));
        Assert.Throws<ArgumentNullException>(() => index.Query(0, 0f, null!));
        Assert.Throws<IndexOutOfRangeException>(() => index.Query(2, 0f, new ThresholdHits()));
        Assert.Contains("3 times, 100 neurons in range 0", Assert.Throws<ArgumentException>(() => index.Replace(0, new float[3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => index.Update(0, neurons, new float[count + 1]));
        foreach (int wrong in new[] { -1, 100, 127 })
        {
            neurons[^1] = wrong;
            Assert.Contains($"neuron={wrong}", Assert.Throws<ArgumentOutOfRangeException>(() => index.Update(0, neurons, due)).Message, StringComparison.Ordinal);
        }

        neurons[^1] = 0;
        due[^1] = float.NaN;
        Assert.Contains($"due[{count - 1}] is NaN", Assert.Throws<ArgumentException>(() => index.Update(0, neurons, due)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => index.Replace(1, [0f, float.NaN, 0f]));
        ThresholdHits hits = new();
        index.Query(0, 50f, hits);
        Assert.Equal(Enumerable.Range(0, 50), hits.Of(0).ToArray());
    }

    // Few different times: ties are frequent.
    private static float Time(Random random) => random.Next(12) switch
    {
        0 => float.NegativeInfinity,
        1 => float.PositiveInfinity,
        2 => -0f,
        _ => random.Next(-4, 40),
    };
}
