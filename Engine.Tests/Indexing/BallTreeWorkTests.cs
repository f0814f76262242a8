using Engine.Indexing;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>Counted work of the ball tree.</summary>
public sealed class BallTreeWorkTests
{
    [Fact]
    public void Report_DropsBalls_AndReportsBallsWhole()
    {
        // Two clusters, one on either side.
        var random = new Random(1);
        float[] points = new float[20_000];
        for (int r = 0; r < 10_000; r++) (points[2 * r], points[2 * r + 1]) = ((r % 2 == 0 ? 5 : -5) + (float)RandomRows.Normal(random) / 4, (float)RandomRows.Normal(random));
        var hits = new ThresholdHits();
        IndexWork work = new BallTree(2, points).Report([1, 0], 0, hits);
        Assert.Equal(Enumerable.Range(0, 5000).Select(r => 2 * r), hits.Of(0).ToArray());
        Assert.True(work.InnerProducts <= 2 * BallBuilder.LeafPoints, $"{work}");
        Assert.True(work.NodesVisited <= 64, $"{work}");
    }

    [Theory]
    [InlineData(2, 0.75)]
    [InlineData(3, 0.85)]
    [InlineData(4, 0.92)]
    public void Report_IsSublinear_WhenFewFire(int dimension, double most)
    {
        // Gaussian weights, one in a thousand above tau: products a query, as m grows 64 times.
        double Products(int count)
        {
            var random = new Random(dimension);
            float[] points = new float[count * dimension];
            foreach (ref float x in points.AsSpan()) x = (float)RandomRows.Normal(random);
            IndexWork work = new BallTree(dimension, points).Report(RandomRows.Unit(64, dimension, 3), 3.09f, new ThresholdHits());
            return (work.InnerProducts + work.NodesVisited) / 64.0;
        }

        double small = Products(1 << 11), large = Products(1 << 17);
        Assert.InRange(Math.Log(large / small) / Math.Log(64), 0, most);
        Assert.True(large < 0.2 * (1 << 17), $"{large} of {1 << 17}");
    }

    [Theory]
    [InlineData(20_000, 0)]
    [InlineData(5_000, 20_000)]
    public void Updates_RebuildEveryPointLogarithmicallyOften(int inserted, int updated)
    {
        const int Dimension = 3;
        var random = new Random(9);
        var index = new BallTree(Dimension, []);
        float[] point = new float[Dimension];
        IndexWork work = default;
        for (int step = 0; step < inserted + updated; step++)
        {
            for (int k = 0; k < Dimension; k++) point[k] = (float)RandomRows.Normal(random);
            work += step < inserted ? index.Insert(step, point) : index.Update(random.Next(inserted), point);
        }

        // A point enters the buffer once a change, is rebuilt once a level, and once for every full rebuilding, of which a deleted point pays one.
        double levels = Math.Log2((double)(inserted + updated) / BallTree.BufferPoints) + 1;
        Assert.InRange(work.Refreshes, inserted + updated, (inserted + updated) * (levels + 2));
        Assert.Equal(inserted, index.Count);
    }

    [Fact]
    public void Deletion_ShrinksTheTree()
    {
        float[] points = RandomRows.Unit(20_000, 3, 1);
        var index = new BallTree(3, points);
        for (int id = 0; id < 19_900; id++) index.Delete(id);
        IndexWork work = index.Report([1, 0, 0], -10, new ThresholdHits());
        Assert.InRange(work.NodesVisited + work.InnerProducts, 0, 3 * (100 + BallTree.BufferPoints));
    }
}
