using Engine.Indexing;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Indexing;

public sealed class Int8ScanTests
{
    [Fact]
    public void Rebuild_ForgetsTheOldPoints()
    {
        var index = new Int8Scan(2, [1, 2, 3, 4]);
        Assert.Equal(3, index.Rebuild([5, 6, -7, 8, 9, 0]).Refreshes);
        IndexOracle.AssertReports(index, IndexOracle.Numbered([5, 6, -7, 8, 9, 0], 2), [1, 0, 0, 1], 5, new ThresholdHits());
    }

    [Fact]
    public void Codes_DecideNearlyEveryPair_OfGaussianWeights()
    {
        const int Dimension = 64, Count = 20_000, Queries = 16;
        var random = new Random(4);
        float[] points = new float[Count * Dimension];
        foreach (ref float x in points.AsSpan()) x = (float)RandomRows.Normal(random);
        IndexWork work = new Int8Scan(Dimension, points).Report(RandomRows.Unit(Queries, Dimension, 5), 2.33f, new ThresholdHits());
        Assert.Equal((long)Count * Queries, work.Screened);
        Assert.Equal(work.Rechecks, work.InnerProducts);
        // The certified bound is about 0.16 there: twice that times the density of a normal at 2.33, plus a third for the spread.
        Assert.InRange(work.Rechecks / (double)(Count * Queries), 0.001, 0.012);
    }

    [Fact]
    public void Rows_OfUnusualSize_AreCheckedExactly()
    {
        float[] points = [1e30f, 1, 1e-30f, 1e-38f, 3, 4];
        IndexWork work = IndexOracle.AssertReports(new Int8Scan(2, points), IndexOracle.Numbered(points, 2), [1, 0, 1e-30f, 0, 0, 0], 1e-35f, new ThresholdHits());
        // Two unusual rows against two usual queries, three rows against the unusual one.
        Assert.InRange(work.Rechecks, 7, 9);
    }
}
