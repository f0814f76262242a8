using Engine.Indexing;
using Engine.Tests.House;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>What every exact <see cref="IThresholdIndex"/> must do.</summary>
public abstract class ThresholdIndexConformance
{
    private const int Cases = 300;

    [Fact]
    public void Report_EqualsTheOracle_BitForBit()
    {
        var hits = new ThresholdHits();
        Property property = Prop.ForAll(PointCase.Generator.ToArbitrary(), problem => Holds(problem, hits));
        Check.One(Properties.Of(Cases), property);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(64)]
    public void Report_EqualsTheOracle_WhenThereAreManyPoints(int dimension)
    {
        foreach (PointKind kind in new[] { PointKind.Normal, PointKind.Clusters, PointKind.Integers })
        {
            foreach (TauKind tau in Enum.GetValues<TauKind>())
                Holds(new PointCase { Points = 10_000, Queries = 2, Dimension = dimension, Kind = kind, Threshold = tau, Seed = dimension }, new ThresholdHits());
        }
    }

    [Fact]
    public void Report_AnswersEveryQuery_WhenTheBatchIsLarge()
    {
        var problem = new PointCase { Points = 300, Queries = 150, Dimension = 5, Kind = PointKind.Integers, Threshold = TauKind.Tie };
        Holds(problem, new ThresholdHits());
    }

    [Fact]
    public void Index_OfNothing_ReportsNothing()
    {
        var hits = new ThresholdHits();
        IThresholdIndex index = Create(3, []);
        index.Report(new float[6], float.NegativeInfinity, hits);
        Assert.Equal((2, 0L), (hits.Rows, hits.Count));
        Assert.Equal((3, 0, 0.0), (index.Dimension, index.Count, index.MissProbability));
        index.Report([], 0, hits);
        Assert.Equal(0, hits.Rows);
    }

    [Fact]
    public void Report_CountsWhatItDoes()
    {
        var problem = new PointCase { Points = 1000, Queries = 9, Dimension = 4, Threshold = TauKind.High };
        float[] points = problem.MakePoints(), queries = problem.MakeQueries();
        IndexWork work = Create(4, points).Report(queries, problem.Tau(points, queries), new ThresholdHits());
        Assert.InRange(work.InnerProducts, 0, 9 * 1000);
        Assert.True(work.InnerProducts + work.Screened + work.NodesVisited > 0 && work.Bytes > 0, $"{work}");
        Assert.InRange(work.Rechecks, 0, work.InnerProducts);
    }

    [Fact]
    public void Report_IsTheSame_FromSeveralThreads()
    {
        var problem = new PointCase { Points = 2000, Queries = 12, Dimension = 6, Threshold = TauKind.High };
        float[] points = problem.MakePoints(), queries = problem.MakeQueries();
        float tau = problem.Tau(points, queries);
        IThresholdIndex index = Create(6, points);
        Parallel.For(0, 8, _ => IndexOracle.AssertReports(index, IndexOracle.Numbered(points, 6), queries, tau, new ThresholdHits()));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Points_MustBeFinite(float bad)
    {
        var error = Assert.Throws<ArgumentException>(() => Create(2, [0, 1, 2, bad]));
        Assert.Contains($"points are finite does not hold: row 1, column 1 is {bad}", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Create(2, [0, 1]).Report([bad, 0], 0, new ThresholdHits()));
        Assert.Contains($"queries are finite does not hold: row 0, column 0 is {bad}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_AndThresholds_AreChecked()
    {
        Assert.Contains("length=3, dimension=2", Assert.Throws<ArgumentException>(() => Create(2, [0, 1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(0, []));
        IThresholdIndex index = Create(2, [0, 1]);
        Assert.Contains("length=3, dimension=2", Assert.Throws<ArgumentException>(() => index.Report(new float[3], 0, new ThresholdHits())).Message, StringComparison.Ordinal);
        Assert.Contains("threshold=NaN", Assert.Throws<ArgumentException>(() => index.Report([0, 1], float.NaN, new ThresholdHits())).Message, StringComparison.Ordinal);
    }

    private protected abstract IThresholdIndex Create(int dimension, float[] points);

    private void Holds(PointCase problem, ThresholdHits hits)
    {
        float[] points = problem.MakePoints(), queries = problem.MakeQueries();
        try
        {
            IThresholdIndex index = Create(problem.Dimension, points);
            IndexOracle.AssertReports(index, IndexOracle.Numbered(points, problem.Dimension), queries, problem.Tau(points, queries), hits);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{problem}: {failure.Message}", failure);
        }
    }
}
