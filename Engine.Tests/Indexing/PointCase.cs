using Engine.Tests.Reference;
using FsCheck;
using FsCheck.Fluent;

namespace Engine.Tests.Indexing;

/// <summary>A set of points, queries and a threshold, all from a seed.</summary>
internal sealed record PointCase
{
    internal int Points { get; init; } = 100;

    internal int Queries { get; init; } = 3;

    internal int Dimension { get; init; } = 4;

    internal PointKind Kind { get; init; }

    internal TauKind Threshold { get; init; }

    internal int Seed { get; init; } = 1;

    internal static Gen<PointCase> Generator { get; } =
        from points in Gen.Elements(0, 1, 2, 15, 16, 17, 31, 32, 33, 63, 65, 127, 200, 500, 1500)
        from queries in Gen.Elements(0, 1, 2, 7, 8, 9, 20)
        from dimension in Gen.Elements(1, 2, 3, 4, 5, 8, 9, 16, 31, 64)
        from kind in Gen.Elements(Enum.GetValues<PointKind>())
        from threshold in Gen.Elements(Enum.GetValues<TauKind>())
        from seed in Gen.Choose(1, 1_000_000)
        select new PointCase { Points = points, Queries = queries, Dimension = dimension, Kind = kind, Threshold = threshold, Seed = seed };

    public override string ToString() => $"m={Points} n={Queries} d={Dimension} {Kind} tau={Threshold} seed={Seed}";

    internal float[] MakePoints() => Rows(Points, new Random(Seed));

    internal float[] MakeQueries() => Rows(Queries, new Random(Seed + 1));

    /// <summary>The threshold, given points and queries.</summary>
    internal float Tau(float[] points, float[] queries)
    {
        if (Threshold == TauKind.Nothing) return float.PositiveInfinity;
        if (Threshold == TauKind.Everything) return float.NegativeInfinity;
        if (Threshold == TauKind.Zero || points.Length == 0 || queries.Length == 0) return 0;
        var random = new Random(Seed + 2);
        float[] scores = [.. Enumerable.Range(0, 50).Select(_ => SingleRounding.Chain(
            points.AsSpan(random.Next(Points) * Dimension, Dimension), queries.AsSpan(random.Next(Queries) * Dimension, Dimension)))];
        return Threshold switch
        {
            TauKind.Tie => scores[0],
            TauKind.JustBelow => MathF.BitDecrement(scores[0]),
            _ => scores.Max(),
        };
    }

    /// <summary>New coordinates of one point, of the same kind.</summary>
    internal float[] Row(Random random) => Rows(1, random);

    private float[] Rows(int count, Random random)
    {
        float[] rows = new float[count * Dimension];
        float[] centre = [.. Enumerable.Range(0, Dimension).Select(_ => (float)RandomRows.Normal(random))];
        for (int r = 0; r < count; r++)
        {
            // Four different rows, the first of them zero.
            if (Kind == PointKind.Duplicates) random = new Random(Seed + random.Next(4));
            if (Kind == PointKind.Clusters && r % 40 == 0) centre = [.. centre.Select(_ => 10 * (float)RandomRows.Normal(random))];
            for (int k = 0; k < Dimension; k++) rows[r * Dimension + k] = Coordinate(random, r, centre[k]);
        }

        return rows;
    }

    private float Coordinate(Random random, int row, float centre)
    {
        float normal = (float)RandomRows.Normal(random);
        return Kind switch
        {
            PointKind.Integers => random.Next(-3, 4),
            PointKind.Duplicates => row % 5 == 0 ? 0 : normal,
            PointKind.Clusters => centre + normal / 16,
            PointKind.Outlier => row == 1 ? 1000 * normal : normal,
            PointKind.Subnormal => normal * (random.Next(2) == 0 ? 1e-23f : 1e-42f),
            PointKind.Huge => normal * 1e19f,
            _ => normal,
        };
    }
}
