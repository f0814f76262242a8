namespace Engine.Tests.Conformance;

/// <summary>Every operation on every awkward shape.</summary>
public static class ConformanceSuite
{
    /// <summary>All cases; names are unique.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. VectorConformance.Cases,
        .. DenseConformance.Cases,
        .. SelectionConformance.Cases,
        .. ScreeningConformance.Cases,
    ];
}
