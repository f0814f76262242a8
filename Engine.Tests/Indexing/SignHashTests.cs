using Engine.Indexing;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Indexing;

public sealed class SignHashTests
{
    private const int Dimension = 12;

    [Theory]
    [InlineData(4, 3, 0.5)]
    [InlineData(8, 6, 0.8)]
    [InlineData(20, 10, 0.9)]
    public void MissProbability_IsWhatIsMissed_AtTheDesignAngle(int tables, int bits, double cosine)
    {
        // A point a hair inside the design angle, stored under many independent sets of planes: Hoeffding, failing once in 10^6 on either side.
        const int Trials = 4000;
        var size = new SignHashSize(tables, bits, cosine);
        var random = new SplitMix64(11);
        float[] query = RandomRows.Unit(1, Dimension, 1);
        int missed = 0;
        var hits = new ThresholdHits();
        for (int trial = 0; trial < Trials; trial++)
        {
            float[] point = At(query, cosine + 1e-4, trial);
            var index = new SignHashIndex(Dimension, point, size, random);
            float tau = (float)(cosine * Dense.Norm(Dense.Of(point)) * Dense.Norm(Dense.Of(query)) * (1 + 2e-5));
            IndexWork work = index.Report(query, tau, hits);
            Assert.Equal(tables, work.NodesVisited);
            missed += 1 - (int)hits.Count;
        }

        double band = Math.Sqrt(Math.Log(2e6) / (2 * Trials));
        Assert.InRange(missed / (double)Trials, size.MissProbability - band, size.MissProbability + band);
    }

    [Fact]
    public void Reports_AreAlwaysTrue_AndWideAnglesAreAnsweredExactly()
    {
        float[] points = RandomRows.Unit(3000, Dimension, 2), queries = RandomRows.Unit(20, Dimension, 3);
        var index = new SignHashIndex(Dimension, points, new SignHashSize(10, 4, 0.6), new SplitMix64(5));
        var hits = new ThresholdHits();
        Dictionary<int, float[]> stored = IndexOracle.Numbered(points, Dimension);
        Assert.InRange(index.MissProbability, 1e-3, 0.9);
        index.Report(queries, 0.65f, hits);
        for (int q = 0; q < 20; q++) Assert.Subset(IndexOracle.Above(stored, queries.AsSpan(q * Dimension, Dimension), 0.65f).ToHashSet(), hits.Of(q).ToArray().ToHashSet());
        foreach (float tau in new[] { 0.3f, 0, -0.5f, float.NegativeInfinity })
            Assert.Equal(20 * 3000, IndexOracle.AssertReports(index, stored, queries, tau, hits).InnerProducts);
    }

    [Fact]
    public void Recall_OfABatch_IsAtLeastWhatIsStated()
    {
        var size = new SignHashSize(60, 8, 0.75);
        float[] queries = RandomRows.Unit(200, Dimension, 6);
        float[] points = [.. Enumerable.Range(0, 200).SelectMany(q => At(queries[(q * Dimension)..((q + 1) * Dimension)], 0.8, q))];
        var index = new SignHashIndex(Dimension, points, size, new SplitMix64(8));
        var hits = new ThresholdHits();
        index.Report(queries, 0.76f, hits);
        int found = Enumerable.Range(0, 200).Count(q => hits.Of(q).Contains(q));
        // One failure in 10^6 by Hoeffding, were the pairs independent; they share planes, so the band is doubled.
        Assert.InRange(found / 200.0, 1 - size.MissProbability - 2 * Math.Sqrt(Math.Log(1e6) / 400), 1);
    }

    [Fact]
    public void Size_IsChecked()
    {
        Assert.Throws<ArgumentException>(() => new SignHashIndex(2, [1, 2], new SignHashSize(0, 3, 0.5), new SplitMix64(1)));
        Assert.Throws<ArgumentException>(() => new SignHashIndex(2, [1, 2], new SignHashSize(3, 21, 0.5), new SplitMix64(1)));
        Assert.Throws<ArgumentException>(() => new SignHashIndex(2, [1, float.NaN], new SignHashSize(3, 2, 0.5), new SplitMix64(1)));
    }

    // A vector at a given cosine to a unit vector.
    private static float[] At(float[] query, double cosine, int seed)
    {
        double[] q = Dense.Of(query), other = Dense.Of(RandomRows.Unit(1, Dimension, seed + 100));
        Dense.AddScaled(-Dense.Dot(q, other) / Dense.Dot(q, q), q, other);
        double norm = Dense.Norm(other), sine = Math.Sqrt(1 - cosine * cosine);
        return [.. q.Zip(other, (a, b) => (float)(cosine * a / Dense.Norm(q) + sine * b / norm))];
    }
}
