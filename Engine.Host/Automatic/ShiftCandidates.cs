using System.Globalization;

namespace Engine;

/// <summary>The shifts worth a try for a network of a given shape.</summary>
internal static class ShiftCandidates
{
    /// <summary>Neurons of an output that should fire on a sample, at least: fewer do not bring out the kernel.</summary>
    public const int LeastFires = 100;

    // Closer to the largest than this, a shift has nothing to offer.
    private const double LeastStep = 0.2;

    private static readonly double[] s_steps = [1.5, 1, 0.5, 0];

    /// <summary>From the largest that leaves enough neurons firing, but none above the default, down to 0; or the one that the options fix.</summary>
    /// <param name="options">Shape of the network.</param>
    /// <param name="outputs">K.</param>
    public static IReadOnlyList<double> For(NetworkOptions options, int outputs)
    {
        double usual = options.ShiftFor(outputs), width = options.WidthOfOutput(outputs);
        if (options.Shift is not null || options.FireFraction is not null) return [usual];
        double largest = LeastFires < width / 2 ? Math.Min(usual, NormalDistribution.UpperQuantile(LeastFires / width)) : 0;
        return [largest, .. s_steps.Where(step => step <= largest - LeastStep)];
    }

    /// <summary>Says so when fewer than <see cref="LeastFires"/> neurons of an output fire on a sample; else null.</summary>
    /// <param name="options">Shape of the network.</param>
    /// <param name="outputs">K.</param>
    /// <param name="shift">b.</param>
    public static string? Warning(NetworkOptions options, int outputs, double shift)
    {
        double fraction = NormalDistribution.UpperTail(shift), fires = fraction * options.WidthOfOutput(outputs);
        // A quantile is its probability's up to rounding.
        if (fires > LeastFires - 0.5) return null;
        double enough = Math.Ceiling(LeastFires / fraction) * (options.Wiring == OutputWiring.Grouped ? outputs : 1);
        return string.Create(CultureInfo.InvariantCulture,
            $"only about {fires:F0} neurons of an output fire on a sample, where {LeastFires} are needed to fit any targets: a width of {enough:N0} has them at this shift");
    }
}
