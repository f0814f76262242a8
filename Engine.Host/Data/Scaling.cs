namespace Engine;

/// <summary>What <see cref="FeatureTransform"/> does to each column before rows are scaled to unit length.</summary>
public enum Scaling
{
    /// <summary>
    /// Looks at the table. Columns are <em>commensurate</em>, like the pixels of an image, when d is at least 16 and at
    /// least half of the columns that vary both reach the smallest value of the table and span at least half of its
    /// range: then <see cref="Centre"/>, without a constant. Otherwise <see cref="Standardise"/>, with a constant.
    /// </summary>
    Auto,

    /// <summary>Columns stay as they are. Data far from the origin then share one direction, which conditions badly.</summary>
    None,

    /// <summary>Subtracts each column's mean; columns keep their common scale.</summary>
    Centre,

    /// <summary>Subtracts each column's mean and divides by its standard deviation; a constant column becomes zero.</summary>
    Standardise,
}
