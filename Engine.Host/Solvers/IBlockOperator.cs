namespace Engine;

/// <summary>A symmetric linear map that several vectors can share one application of.</summary>
internal interface IBlockOperator : ILinearOperator
{
    /// <summary>Writes A v for every vector v; the two do not overlap.</summary>
    /// <param name="vectors">(count, <see cref="ILinearOperator.Order"/>), one vector a row.</param>
    /// <param name="results">(count, <see cref="ILinearOperator.Order"/>).</param>
    void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results);
}
