using System.Globalization;

namespace Engine;

/// <summary>The shifts worth a try for a network of a given shape, and how many neurons they have to leave firing.</summary>
internal static class ShiftCandidates
{
    // What fires on a sample has this many weights for each of the n samples to fit, and no more than 300 neurons were ever found to be needed.
    private const double WeightsPerSample = 3, FewestFires = 10, MostFires = 300;

    // Closer to the largest than this, a shift has nothing to offer.
    private const double LeastStep = 0.2;

    private static readonly double[] s_steps = [1.5, 1, 0.5, 0];

    /// <summary>Neurons of an output that should fire on a sample.</summary>
    /// <param name="samples">n.</param>
    /// <param name="dimension">d.</param>
    public static double FiresNeeded(int samples, int dimension) => Math.Clamp(WeightsPerSample * samples / dimension, FewestFires, MostFires);

    /// <summary>
    /// From the largest that leaves enough neurons firing, but none above the default, down to 0; or the one that the options fix. A network too narrow for any shift starts
    /// from the default.
    /// </summary>
    /// <param name="options">Shape of the network.</param>
    /// <param name="outputs">K.</param>
    /// <param name="needed">See <see cref="FiresNeeded"/>.</param>
    public static IReadOnlyList<double> For(NetworkOptions options, int outputs, double needed)
    {
        double usual = options.ShiftFor(outputs), width = options.WidthOfOutput(outputs);
        if (options.Shift is not null || options.FireFraction is not null) return [usual];
        double largest = needed < width / 2 ? Math.Min(usual, NormalDistribution.UpperQuantile(needed / width)) : usual;
        return [largest, .. s_steps.Where(step => step <= largest - LeastStep)];
    }

    /// <summary>Says so when fewer neurons of an output fire on a sample than needed; else null.</summary>
    /// <param name="options">Shape of the network.</param>
    /// <param name="outputs">K.</param>
    /// <param name="shift">b.</param>
    /// <param name="needed">See <see cref="FiresNeeded"/>.</param>
    public static string? Warning(NetworkOptions options, int outputs, double shift, double needed)
    {
        double fraction = NormalDistribution.UpperTail(shift), fires = fraction * options.WidthOfOutput(outputs);
        // A quantile is its probability's up to rounding.
        if (fires > needed - 0.5) return null;
        double enough = Math.Ceiling(needed / fraction) * (options.Wiring == OutputWiring.Grouped ? outputs : 1);
        return string.Create(CultureInfo.InvariantCulture,
            $"only about {fires:F0} neurons of an output fire on a sample, where {needed:F0} fit any targets: a width of {enough:N0} has them at this shift");
    }
}
