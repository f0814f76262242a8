namespace Engine;

/// <summary>How <see cref="FeatureTransform.Fit"/> chooses.</summary>
public sealed record TransformOptions
{
    /// <summary>What to do to each column; <see cref="Scaling.Auto"/> by default.</summary>
    public Scaling Scaling { get; init; } = Scaling.Auto;

    /// <summary>
    /// The constant appended to each row before it is scaled to unit length; 0 for none, otherwise positive, in units of
    /// the scaled columns. Null, the default, appends 2 sqrt(d) to standardised rows, d counting the columns that vary,
    /// and nothing to others. Without a constant, rows that differ only in length become equal.
    /// </summary>
    public double? AppendConstant { get; init; }
}
