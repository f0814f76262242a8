using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>How much more of a motion a reference misses at most from one time on the shared clock to another: the rise of a curve with slope Start before Turn, Linear + Square t from then on.</summary>
/// <param name="Start">What a reference's first step misses: what nobody can foresee.</param>
/// <param name="Turn">A time by which the first step is surely over.</param>
/// <param name="Linear">What later steps miss at least.</param>
/// <param name="Square">How fast directions turn away from the reference.</param>
internal readonly record struct DueCurve(double Start, double Turn, double Linear, double Square)
{
    // What was seen is allowed for, and a little more: a step that exceeds it makes neurons due early. Within the range times are finite.
    private const double Margin = 1.1, Least = 1e-6, Most = 10;

    // Steps up to this age, in first steps, show what is missed at least; older ones how it grows.
    private const double Young = 2.5;

    /// <summary>How fast the curve rises at a time behind the turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Slope(double time) => Linear + Square * time;

    /// <summary>How long the curve takes, from a time on, to rise by a value.</summary>
    public double Time(double from, double value)
    {
        double first = Math.Max(0, Turn - from), room = first * Start;
        if (value <= room) return value / Start;
        double slope = Slope(from + first);
        return first + 2 * (value - room) / (slope + Math.Sqrt(slope * slope + 2 * Square * (value - room)));
    }

    /// <summary>The least curve above this one that rises by a value in a step of a given time.</summary>
    public DueCurve With(double age, double time, double value) => age == 0 ? this with { Start = Math.Max(Start, value / time) }
        : age < Young ? this with { Linear = Math.Max(Linear, value / time) }
        : this with { Square = Math.Max(Square, (value / time - Linear) / (age + 0.5 * time)) };

    /// <summary>This curve with some room, or the other's numbers where this one's are zero.</summary>
    public DueCurve Or(DueCurve other) => new(Or(Start, other.Start), other.Turn, Or(Linear, other.Linear), Or(Square, other.Square));

    /// <summary>The steeper of two curves.</summary>
    public DueCurve Over(DueCurve other) => new(Math.Max(Start, other.Start), Turn, Math.Max(Linear, other.Linear), Math.Max(Square, other.Square));

    /// <summary>Half of what this curve allows for: what has not been seen for long is forgotten, or bounds that nobody reaches would never be tried again.</summary>
    public DueCurve Halved() => new(Start / 2, Turn, Linear / 2, Square / 2);

    private static double Or(double seen, double before) => Math.Clamp(seen > 0 ? Margin * seen : before, Least, Most);
}
