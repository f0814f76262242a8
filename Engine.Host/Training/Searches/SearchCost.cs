using Engine.Kernels;

namespace Engine;

/// <summary>Memory and work of the searches that hold the weights.</summary>
internal static class SearchCost
{
    // Padding and the maxima above the leaves: MaxTreeShape, leaf blocks of 64 and groups of 16, each level at most a sixteenth of the one below.
    private const int LeafBlock = 64;
    private const double Maxima = 1 + 1.0 / LeafBlock * 16 / 15, SmallLevels = 64;

    /// <summary>Predicted bytes of the weights' copy, the index, fire sets and scratch.</summary>
    /// <param name="search">Any but <see cref="FireSearch.Certified"/>.</param>
    /// <param name="core">The network.</param>
    /// <param name="n">Samples.</param>
    /// <param name="regularised">Whether steps are kept.</param>
    public static double Bytes(FireSearch search, NetworkCore core, double n, bool regularised)
    {
        double m = core.Width, d = core.Dimension, fires = m * n * NormalDistribution.UpperTail(core.Shift);
        bool grouped = core.Wiring == OutputWiring.Grouped;
        int ranges = NeuronRange.Cut(core.Width, core.Outputs, grouped).Length, parts = WeightPoint.PartCount(ranges, core.Weights.Length);
        double floats = m * d * (regularised ? 2 : 1) + search switch
        {
            FireSearch.Dense => parts * TileProduct.TileRows * (n + d),
            // A ball tree keeps points and, while it is rebuilt, a copy.
            FireSearch.PreprocessedWeights => 2 * m * d + parts * n * d,
            FireSearch.PreprocessedData => m * d + 2 * parts * n * d,
            FireSearch.CorrelationTreeD => n * (parts * (LeafBlock + SmallLevels) + m) * Maxima + parts * n * (d + 16),
            FireSearch.CorrelationTreeW => m * (LeafBlock + SmallLevels + n) * Maxima + parts * n * (d + 1),
            _ => throw new ArgumentOutOfRangeException(nameof(search), search, $"search holds weights does not hold: search={search}."),
        };
        // Three generations of sets, and hits, with room to grow; over data the index keeps sets in both orientations with places, and replaced ones wait for the collector.
        double ids = search == FireSearch.PreprocessedData ? fires * 11 * 1.5 + 24 * m : fires * 4 * 1.5 + 4 * m;
        double outputs = ranges * n * (grouped ? 1 : core.Outputs);
        return (floats + ids) * sizeof(float) + outputs * sizeof(double);
    }

    /// <summary>Floating-point operations of one step at worst: the search, and d multiply-adds forward and backward for every fired pair.</summary>
    /// <param name="search">Any but <see cref="FireSearch.Certified"/>.</param>
    /// <param name="m">Width.</param>
    /// <param name="n">Samples.</param>
    /// <param name="d">Dimension.</param>
    /// <param name="rho">Expected fire fraction.</param>
    public static double StepFlops(FireSearch search, double m, double n, double d, double rho)
    {
        bool all = search is FireSearch.Dense or FireSearch.PreprocessedWeights;
        double scored = all ? m : m * (1 - Math.Pow(1 - rho, n));
        return 2 * scored * n * d + 4 * m * n * rho * d;
    }
}
