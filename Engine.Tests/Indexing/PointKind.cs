namespace Engine.Tests.Indexing;

/// <summary>What the coordinates of a case look like.</summary>
internal enum PointKind
{
    /// <summary>Standard normal: like weights.</summary>
    Normal,

    /// <summary>Small integers: products are exact, ties are real.</summary>
    Integers,

    /// <summary>Few distinct points, many copies; some are zero.</summary>
    Duplicates,

    /// <summary>Tight clusters far from the origin: balls are small, whole subtrees lie on one side.</summary>
    Clusters,

    /// <summary>One row a thousand times longer than the others.</summary>
    Outlier,

    /// <summary>Below the normal range of fp32.</summary>
    Subnormal,

    /// <summary>Products overflow.</summary>
    Huge,
}
