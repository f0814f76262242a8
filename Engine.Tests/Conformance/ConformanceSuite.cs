namespace Engine.Tests.Conformance;

/// <summary>Every operation on every awkward shape.</summary>
public static class ConformanceSuite
{
    /// <summary>All cases; names are unique.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. VectorConformance.Cases,
        .. SparseProductConformance.Cases,
        .. SparseVectorConformance.Cases,
        .. ScanConformance.Cases,
        .. SparseNetworkConformance.Cases,
        .. FactorConformance.Cases,
        .. RandomConformance.Cases,
        .. TransformConformance.Cases,
        .. DenseConformance.Cases,
        .. SelectionConformance.Cases,
        .. SketchConformance.Cases,
        .. KroneckerConformance.Cases,
        .. ScreeningConformance.Cases,
    ];
}
