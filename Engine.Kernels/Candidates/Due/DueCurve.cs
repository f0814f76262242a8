using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>How much more of a motion a reference misses at most from one time on the shared clock to another: the rise of Linear t + Square t^2 / 2.</summary>
/// <param name="Linear">What a step adds that nobody could foresee.</param>
/// <param name="Square">How fast directions turn away from the reference.</param>
internal readonly record struct DueCurve(double Linear, double Square)
{
    // What was seen is allowed for, and a little more: a step that exceeds it makes neurons due early. Within the range times are finite.
    private const double Margin = 1.1, Least = 1e-6, Most = 10;

    /// <summary>How fast the curve rises at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Slope(double time) => Linear + Square * time;

    /// <summary>How long the curve takes, from a time on, to rise by a value.</summary>
    public double Time(double from, double value)
    {
        double slope = Slope(from);
        return 2 * value / (slope + Math.Sqrt(slope * slope + 2 * Square * value));
    }

    /// <summary>The least curve above this one that rises by a value in a step of a given time.</summary>
    /// <remarks>The first step of a reference shows what nobody can foresee; later ones how directions turn.</remarks>
    public DueCurve With(double age, double time, double value) => age == 0
        ? this with { Linear = Math.Max(Linear, value / time) }
        : this with { Square = Math.Max(Square, value / (time * (age + 0.5 * time))) };

    /// <summary>This curve with some room, or the other's numbers where this one's are zero.</summary>
    public DueCurve Or(DueCurve other) =>
        new(Math.Clamp(Linear > 0 ? Margin * Linear : other.Linear, Least, Most), Math.Clamp(Square > 0 ? Margin * Square : other.Square, Least, Most));
}
