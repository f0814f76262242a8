using Engine.Indexing;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>What any exact index must report: every pair compared with a scalar loop.</summary>
internal static class IndexOracle
{
    /// <summary>Ids above the threshold for one query, ascending.</summary>
    internal static int[] Above(IEnumerable<KeyValuePair<int, float[]>> points, ReadOnlySpan<float> query, float threshold)
    {
        var found = new List<int>();
        foreach ((int id, float[] point) in points)
        {
            if (SingleRounding.Chain(point, query) > threshold) found.Add(id);
        }

        found.Sort();
        return [.. found];
    }

    /// <summary>The rows of a matrix with their numbers.</summary>
    internal static Dictionary<int, float[]> Numbered(float[] rows, int dimension) =>
        rows.Chunk(dimension).Select((row, id) => (row, id)).ToDictionary(pair => pair.id, pair => pair.row);

    /// <summary>The index reports exactly the oracle's sets.</summary>
    internal static IndexWork AssertReports(
        IThresholdIndex index, IReadOnlyDictionary<int, float[]> points, float[] queries, float threshold, ThresholdHits hits)
    {
        IndexWork work = index.Report(queries, threshold, hits);
        int d = index.Dimension;
        Assert.Equal(points.Count, index.Count);
        Assert.Equal(queries.Length / d, hits.Rows);
        for (int q = 0; q < hits.Rows; q++) Assert.Equal(Above(points, queries.AsSpan(q * d, d), threshold), hits.Of(q).ToArray());
        return work;
    }
}
