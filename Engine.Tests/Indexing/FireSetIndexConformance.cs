using Engine.Indexing;
using Engine.Tests.House;
using Engine.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>What every exact <see cref="IFireSetIndex"/> must do: the same bipartite set as brute force, whatever was updated (T1, T2).</summary>
public abstract class FireSetIndexConformance
{
    private const int Updates = 1200, Cases = 60;

    [Theory]
    [InlineData(PointKind.Normal)]
    [InlineData(PointKind.Integers)]
    [InlineData(PointKind.Duplicates)]
    [InlineData(PointKind.Clusters)]
    [InlineData(PointKind.Subnormal)]
    public void Sets_EqualBruteForce_AfterManyInterleavedUpdates(object kind) =>
        Follow(new PointCase { Points = 120, Queries = 40, Dimension = 5, Kind = (PointKind)kind, Threshold = TauKind.Tie, Seed = 3 }, Updates, checkEvery: 150);

    [Fact]
    public void Sets_EqualBruteForce_WhateverTheShape()
    {
        Gen<(PointCase Problem, int Updates)> runs =
            from problem in PointCase.Generator
            from updates in Gen.Elements(0, 1, 30)
            where problem.Points <= 200
            select (problem, updates);
        FsCheck.Check.One(Properties.Of(Cases), Prop.ForAll(runs.ToArbitrary(), run => Follow(run.Problem, run.Updates, checkEvery: 10)));
    }

    /// <summary>Many at once leave what one after the other leaves.</summary>
    [Fact]
    public void Update_OfMany_IsThatOfEach()
    {
        var problem = new PointCase { Points = 90, Queries = 33, Dimension = 4, Kind = PointKind.Integers, Threshold = TauKind.Tie, Seed = 5 };
        float[] weights = problem.MakePoints(), samples = problem.MakeQueries();
        float tau = problem.Tau(weights, samples);
        var random = new Random(11);
        IFireSetIndex index = Create(tau);
        index.Init(problem.Dimension, weights, samples);
        foreach (int count in new[] { 0, 1, 2, 31, 90 })
        {
            int[] neurons = [.. Enumerable.Range(0, problem.Points).OrderBy(_ => random.Next()).Take(count)];
            float[] rows = new float[count * problem.Dimension];
            for (int q = 0; q < count; q++)
            {
                float[] row = problem.Row(random);
                row.CopyTo(rows, q * problem.Dimension);
                row.CopyTo(weights, neurons[q] * problem.Dimension);
            }

            Assert.InRange(index.Update(neurons, rows).Refreshes, count, long.MaxValue);
            AssertSets(index, problem, weights, samples, tau);
        }
    }

    [Fact]
    public void Init_StartsAgain()
    {
        IFireSetIndex index = Create(0);
        index.Init(2, [1, 0, 0, 1], [1, 1]);
        index.Init(1, [3, -1, 2], [1, -1]);
        FireSetReport report = FireSetReport.Of(index, 0);
        Assert.Equal((3, 2), (index.NeuronCount, index.SampleCount));
        Assert.Equal([0, 2], report.Sets.OfSample(0).ToArray());
        Assert.Equal([1], report.Sets.OfSample(1).ToArray());
    }

    [Fact]
    public void Misuse_IsRefused_AndNamed()
    {
        IFireSetIndex index = Create(0);
        Assert.Contains("Init", Assert.Throws<InvalidOperationException>(() => index.Update(0, [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Init(0, [], []));
        Assert.Contains("weights", Assert.Throws<ArgumentException>(() => index.Init(2, [1, 2, 3], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => index.Init(2, [1, 2], [1, float.NaN]));
        index.Init(2, [1, 2, 3, 4], [1, 2]);
        int keys = index.Side == FireSetSide.Neurons ? 2 : 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Query(0, keys + 1, 0, new ThresholdHits()));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Query(-1, 1, 0, new ThresholdHits()));
        Assert.Throws<ArgumentException>(() => index.Query(0, keys, float.NaN, new ThresholdHits()));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Update(2, [1, 2]));
        Assert.Throws<ArgumentException>(() => index.Update(0, [1, float.NaN]));
        Assert.Throws<ArgumentException>(() => index.Update(0, [1]));
        Assert.Throws<ArgumentException>(() => index.Update([0, 1], [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Update([2], [1, 2]));
        Assert.Equal(2, FireSetReport.Of(index, 0).Sets.Count);
    }

    /// <summary>An index whose usual threshold is this one.</summary>
    private protected abstract IFireSetIndex Create(float threshold);

    /// <summary>What an implementation promises besides.</summary>
    private protected virtual void CheckMore(IFireSetIndex index, FireSets expected, float threshold)
    {
    }

    // Points are neurons, queries samples.
    private void Follow(PointCase problem, int updates, int checkEvery)
    {
        float[] weights = problem.MakePoints(), samples = problem.MakeQueries();
        float tau = problem.Tau(weights, samples);
        var random = new Random(problem.Seed + 4);
        try
        {
            IFireSetIndex index = Create(tau);
            index.Init(problem.Dimension, weights, samples);
            AssertSets(index, problem, weights, samples, tau);
            for (int step = 1; step <= updates && problem.Points > 0; step++)
            {
                int r = random.Next(problem.Points);
                float[] row = problem.Row(random);
                row.CopyTo(weights, r * problem.Dimension);
                IndexWork work = index.Update(r, row);
                Assert.InRange(work.Refreshes, 1, long.MaxValue);
                if (step % checkEvery == 0) AssertSets(index, problem, weights, samples, tau);
            }
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{problem} updates={updates}: {failure.Message}", failure);
        }
    }

    private void AssertSets(IFireSetIndex index, PointCase problem, float[] weights, float[] samples, float tau)
    {
        FireSets expected = Brute(problem.Dimension, weights, samples, tau);
        AssertEqual(expected, FireSetReport.Of(index, tau).Sets);
        CheckMore(index, expected, tau);
        // A threshold nobody prepared for.
        AssertEqual(Brute(problem.Dimension, weights, samples, 0.25f), FireSetReport.Of(index, 0.25f).Sets);
    }

    private static void AssertEqual(FireSets expected, FireSets found)
    {
        Assert.Equal((expected.NeuronCount, expected.SampleCount), (found.NeuronCount, found.SampleCount));
        for (int r = 0; r < expected.NeuronCount; r++) Assert.Equal(expected.OfNeuron(r).ToArray(), found.OfNeuron(r).ToArray());
        for (int i = 0; i < expected.SampleCount; i++) Assert.Equal(expected.OfSample(i).ToArray(), found.OfSample(i).ToArray());
    }

    private static FireSets Brute(int d, float[] weights, float[] samples, float tau)
    {
        var offsets = new List<long> { 0 };
        var ids = new List<int>();
        for (int r = 0; r < weights.Length / d; r++)
        {
            for (int i = 0; i < samples.Length / d; i++)
            {
                if (SingleRounding.Chain(weights.AsSpan(r * d, d), samples.AsSpan(i * d, d)) > tau) ids.Add(i);
            }

            offsets.Add(ids.Count);
        }

        return new FireSets(samples.Length / d, [.. offsets], [.. ids]);
    }
}
