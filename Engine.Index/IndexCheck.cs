using System.Diagnostics;

namespace Engine.Indexing;

/// <summary>A quick look at whether the exact indexes report what brute force does, with the instructions this process has. The conformance suite is the thorough one.</summary>
public static class IndexCheck
{
    private const int Points = 1500, Queries = 19;

    private static readonly (int Dimension, bool Integers)[] s_cases = [(3, false), (20, true), (64, false), (130, false)];

    /// <summary>Runs every check; none throws.</summary>
    public static IReadOnlyList<IndexCheckResult> Run() =>
    [
        Check("linear-scan", (d, points, queries) => Threshold(new LinearScan(d, points), queries)),
        Check("ball-tree", (d, points, queries) => Threshold(new BallTree(d, points), queries)),
        Check("int8-scan", (d, points, queries) => Threshold(new Int8Scan(d, points), queries)),
        Check("half-space over weights", (d, points, queries) => Started(new HalfSpaceOverWeights((dimension, start) => new LinearScan(dimension, start)), d, points, queries)),
        Check("correlation D-tree", (d, points, queries) => Started(new CorrelationDTree(1 << 30), d, points, queries)),
    ];

    private static FireSetQuery Started(IFireSetIndex index, int dimension, float[] points, float[] queries)
    {
        index.Init(dimension, points, queries);
        return (tau, hits) => index.Query(0, Queries, tau, hits);
    }

    private static FireSetQuery Threshold(IThresholdIndex index, float[] queries) => (tau, hits) => index.Report(queries, tau, hits);

    private static IndexCheckResult Check(string name, Func<int, float[], float[], FireSetQuery> build)
    {
        long start = Stopwatch.GetTimestamp();
        string? fault = null;
        long pairs = 0;
        try
        {
            foreach ((int dimension, bool integers) in s_cases)
            {
                float[] points = Rows(Points, dimension, integers, 1), queries = Rows(Queries, dimension, integers, 2);
                FireSetQuery query = build(dimension, points, queries);
                float score = CanonicalProduct.Of(points.AsSpan(0, dimension), queries.AsSpan(0, dimension));
                // Exactly at a score, and one ulp below it.
                foreach (float tau in new[] { MathF.Abs(score), MathF.BitDecrement(score) })
                {
                    var hits = new ThresholdHits();
                    query(tau, hits);
                    pairs += (long)Points * Queries;
                    fault ??= Difference(dimension, points, queries, tau, hits);
                }
            }
        }
        catch (Exception failure)
        {
            fault = failure.Message;
        }

        return new IndexCheckResult(name, fault is null, fault ?? $"{pairs} pairs as brute force decides them", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static string? Difference(int dimension, float[] points, float[] queries, float tau, ThresholdHits hits)
    {
        for (int q = 0; q < Queries; q++)
        {
            ReadOnlySpan<int> found = hits.Of(q);
            for (int r = 0; r < Points; r++)
            {
                bool above = CanonicalProduct.Of(points.AsSpan(r * dimension, dimension), queries.AsSpan(q * dimension, dimension)) > tau;
                bool reported = found.BinarySearch(r) >= 0;
                if (above != reported) return $"d={dimension} tau={tau:R} query={q} point={r}: reported={reported}, brute force {above}";
            }
        }

        return null;
    }

    private static float[] Rows(int count, int dimension, bool integers, ulong seed)
    {
        var random = new SplitMix64(seed);
        float[] rows = new float[count * dimension];
        foreach (ref float x in rows.AsSpan()) x = integers ? random.NextInt(7) - 3 : (float)random.NextNormal();
        return rows;
    }
}
