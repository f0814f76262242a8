namespace Engine.Indexing;

/// <summary>Chooses a threshold index: an ordered list, the first line that matches wins.</summary>
public static class ThresholdIndexFactory
{
    /// <summary>The environment variable that forces an index where no option does.</summary>
    public const string Variable = "ENGINE_INDEX";

    private const string Scan = "linear-scan", Balls = "ball-tree", Int8 = "int8-scan", Hash = "sign-hash";

    // Crossovers: perf/results/<machine>/search.json, m = 2^18.
    private static readonly IndexRule[] s_rules =
    [
        new(Scan, (m, _, _) => m < 4096, "fewer than 4096 points: one pass over them costs less than any structure"),
        new(Balls, (_, d, s) => d <= 8 && s.QueriesTogether < 8 && s.ExpectedFraction <= 0.02, "d <= 8 and queries come one by one: a scan reads every point for each, balls 1.6 to 17 times less"),
        new(Balls, (_, d, s) => d <= 3 && s.ExpectedFraction <= 0.002, "d <= 3 and at most 0.2 % above tau: most balls are dropped"),
        new(Scan, (_, _, s) => s.Dynamic, "points move and d is too large for balls: quantised codes would have to be made again"),
        new(Scan, (_, d, _) => d < 16, "d < 16: deciding a pair from bytes costs about as much as its product"),
        new(Scan, (_, d, _) => d > ByteLevels.MostComponents, "d > 16384: the rounding of products would need more room than 16-bit sums leave"),
        new(Scan, (_, _, s) => s.ExpectedFraction > 0.2, "more than 20 % above tau: writing the ids dominates"),
        new(Int8, (_, _, _) => ByteProductsSupport.Best != ByteProducts.Words, "d >= 16 and the processor multiplies bytes: a certified int8 product decides nearly all pairs"),
        new(Scan, (_, _, _) => true, "no instructions for products of bytes"),
    ];

    /// <summary>Names that may be forced. The last one is approximate and never chosen by itself.</summary>
    public static IReadOnlyList<string> Names { get; } = [Scan, Balls, Int8, Hash];

    /// <summary>Builds an index of points 0 .. m-1.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="points">Shape (m, d), row-major, finite. Copied.</param>
    /// <param name="setting">What to expect.</param>
    /// <exception cref="ArgumentException">The name is unknown, or names a static index where a dynamic one is asked for, or the points break a rule.</exception>
    public static IndexChoice Create(int dimension, ReadOnlySpan<float> points, IndexSetting setting)
    {
        Inputs.Dimension(dimension);
        string? variable = Environment.GetEnvironmentVariable(Variable);
        (string Name, string Reason) choice = setting.Name is { } option ? (option, "forced by the option")
            : !string.IsNullOrEmpty(variable) ? (variable, $"forced by {Variable}")
            : Choose(points.Length / dimension, dimension, setting);
        if (setting.Dynamic && choice.Name is (Int8 or Hash))
            throw new ArgumentException($"points that move need a dynamic index does not hold: {choice.Name} ({choice.Reason}) is static; {Scan} and {Balls} are not.");
        return new IndexChoice(Build(choice.Name, dimension, points, setting), choice.Name, choice.Reason);
    }

    /// <summary>What <see cref="Create"/> would take when nobody forces anything.</summary>
    internal static (string Name, string Reason) Choose(int count, int dimension, IndexSetting setting)
    {
        IndexRule rule = s_rules.First(line => line.Applies(count, dimension, setting));
        return (rule.Name, rule.Reason);
    }

    private static IThresholdIndex Build(string name, int dimension, ReadOnlySpan<float> points, IndexSetting setting) => name switch
    {
        Scan => new LinearScan(dimension, points),
        Balls => new BallTree(dimension, points),
        Int8 => new Int8Scan(dimension, points),
        Hash => new SignHashIndex(dimension, points, HashSize(dimension, points, setting), new SplitMix64(setting.Seed)),
        _ => throw new ArgumentException($"an index is one of {string.Join(", ", Names)}: found '{name}'."),
    };

    // 50 tables of as many bits as leave one point in ten unfound; at least one.
    private static SignHashSize HashSize(int dimension, ReadOnlySpan<float> points, IndexSetting setting)
    {
        const int Tables = 50, MostBits = 16;
        const double Miss = 0.1;
        Inputs.Rows(points, dimension, nameof(points));
        double norm = 0;
        for (int first = 0; first < points.Length; first += dimension) norm = Math.Max(norm, RoundingSlack.NormAbove(points.Slice(first, dimension)));
        // Above 1 nothing can be found; a little less than the quotient, so that queries of the stated norm are within the design.
        double cosine = setting.Threshold > 0 && norm > 0 ? Math.Min(1, 0.999 * setting.Threshold / (norm * setting.QueryNorm)) : 0;
        int bits = 1;
        while (bits < MostBits && new SignHashSize(Tables, bits + 1, cosine).MissProbability <= Miss) bits++;
        return new SignHashSize(Tables, bits, cosine);
    }
}
