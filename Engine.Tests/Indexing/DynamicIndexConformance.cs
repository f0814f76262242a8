using Engine.Indexing;
using Engine.Tests.House;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>What every exact <see cref="IDynamicThresholdIndex"/> must do besides.</summary>
public abstract class DynamicIndexConformance : ThresholdIndexConformance
{
    private const int Scripts = 60, Steps = 1200;

    [Fact]
    public void Report_EqualsTheOracle_AfterManyInterleavedUpdates()
    {
        foreach (PointKind kind in Enum.GetValues<PointKind>())
        {
            var problem = new PointCase { Points = 150, Queries = 2, Dimension = 4, Kind = kind, Threshold = TauKind.Tie, Seed = 7 };
            Follow(problem, Steps, checkEvery: 60);
        }
    }

    [Fact]
    public void UpdateThenReport_EqualsRebuildThenReport()
    {
        Gen<(PointCase Problem, int Steps)> runs =
            from problem in PointCase.Generator
            from steps in Gen.Elements(1, 5, 40, 300)
            where problem.Points <= 500 && problem.Dimension <= 16
            select (problem, steps);
        Check.One(Properties.Of(Scripts), Prop.ForAll(runs.ToArbitrary(), run => Follow(run.Problem, run.Steps, checkEvery: Math.Max(1, run.Steps / 2))));
    }

    [Fact]
    public void Insertion_FromNothing_KeepsEveryPoint()
    {
        var problem = new PointCase { Points = 3000, Queries = 2, Dimension = 3, Threshold = TauKind.High };
        float[] points = problem.MakePoints(), queries = problem.MakeQueries();
        IDynamicThresholdIndex index = CreateDynamic(3, []);
        // Descending ids: the first one makes room for all.
        for (int id = 2999; id >= 0; id--) index.Insert(id, points.AsSpan(id * 3, 3));
        IndexOracle.AssertReports(index, IndexOracle.Numbered(points, 3), queries, problem.Tau(points, queries), new ThresholdHits());
        for (int id = 0; id < 3000; id++) index.Delete(id);
        IndexOracle.AssertReports(index, new Dictionary<int, float[]>(), queries, float.NegativeInfinity, new ThresholdHits());
    }

    [Fact]
    public void Ids_AreChecked_AndARefusalChangesNothing()
    {
        IDynamicThresholdIndex index = CreateDynamic(2, [1, 2, 3, 4]);
        Assert.Contains("id=1", Assert.Throws<ArgumentException>(() => index.Insert(1, [0, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Insert(-1, [0, 0]));
        Assert.Contains("id=2", Assert.Throws<ArgumentException>(() => index.Delete(2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => index.Delete(-1));
        Assert.Contains("id=7", Assert.Throws<ArgumentException>(() => index.Update(7, [0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("length=3", Assert.Throws<ArgumentException>(() => index.Update(1, [0, 0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => index.Update(1, [0, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => index.Insert(5, [0, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Equal((true, true, false, 2), (index.Contains(0), index.Contains(1), index.Contains(5), index.Count));
        IndexOracle.AssertReports(index, IndexOracle.Numbered([1, 2, 3, 4], 2), [1, 0], 0, new ThresholdHits());
    }

    private protected abstract IDynamicThresholdIndex CreateDynamic(int dimension, float[] points);

    private protected sealed override IThresholdIndex Create(int dimension, float[] points) => CreateDynamic(dimension, points);

    private void Follow(PointCase problem, int steps, int checkEvery)
    {
        float[] points = problem.MakePoints(), queries = problem.MakeQueries();
        Dictionary<int, float[]> stored = IndexOracle.Numbered(points, problem.Dimension);
        IDynamicThresholdIndex index = CreateDynamic(problem.Dimension, points);
        var random = new Random(problem.Seed + 3);
        float tau = problem.Tau(points, queries);
        var hits = new ThresholdHits();
        try
        {
            for (int step = 1; step <= steps; step++)
            {
                Move(index, stored, problem, random);
                if (step % checkEvery == 0) IndexOracle.AssertReports(index, stored, queries, tau, hits);
            }
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{problem} steps={steps}: {failure.Message}", failure);
        }
    }

    private static void Move(IDynamicThresholdIndex index, Dictionary<int, float[]> stored, PointCase problem, Random random)
    {
        int id = random.Next(2 * problem.Points + 10);
        if (!stored.ContainsKey(id))
        {
            stored[id] = problem.Row(random);
            index.Insert(id, stored[id]);
        }
        else if (random.Next(3) == 0)
        {
            stored.Remove(id);
            index.Delete(id);
        }
        else
        {
            stored[id] = problem.Row(random);
            index.Update(id, stored[id]);
        }
    }
}
