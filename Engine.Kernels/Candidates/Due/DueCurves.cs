namespace Engine.Kernels;

/// <summary>What a reference may come to miss: a curve for each of its clocks but the first.</summary>
/// <param name="Second">Of the second clock.</param>
/// <param name="Rest">Of the rest.</param>
internal readonly record struct DueCurves(DueCurve Second, DueCurve Rest)
{
    /// <summary>Before anything has been seen.</summary>
    public static readonly DueCurves Unknown = new(new DueCurve(0.05, 0, 0.05, 0.05), new DueCurve(0.05, 0, 0.05, 0.05));

    /// <summary>The time both curves take, from an age on, to rise as the clocks of a step do.</summary>
    public double Time(double age, in DueClock step) => Math.Max(Second.Time(age, step.Second), Rest.Time(age, step.Rest));

    /// <summary>The curves that are nowhere flatter than what a step at an age has shown.</summary>
    public DueCurves With(double age, in DueClock step) =>
        step.First > 0 ? new DueCurves(Second.With(age, step.First, step.Second), Rest.With(age, step.First, step.Rest)) : this;

    /// <summary>What has been seen, with some room, or what was known before where nothing has.</summary>
    public DueCurves Or(in DueCurves before) => new(Second.Or(before.Second), Rest.Or(before.Rest));

    /// <inheritdoc cref="DueCurve.Over"/>
    public DueCurves Over(in DueCurves other) => new(Second.Over(other.Second), Rest.Over(other.Rest));

    /// <inheritdoc cref="DueCurve.Halved"/>
    public DueCurves Halved() => new(Second.Halved(), Rest.Halved());

    /// <summary>These curves with another time by which the first step is over.</summary>
    public DueCurves Turning(double time) => new(Second with { Turn = time }, Rest with { Turn = time });
}
