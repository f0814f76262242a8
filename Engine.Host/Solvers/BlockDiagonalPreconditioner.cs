namespace Engine;

/// <summary>diag(M, ..., M): one preconditioner for the outputs of a densely wired network, whose diagonal blocks are all equal.</summary>
/// <param name="block">M, of order n; stays the caller's.</param>
/// <param name="copies">K.</param>
/// <remarks>The blocks off the diagonal vanish in expectation over independent signs, and are of relative size m^(-1/2).</remarks>
internal sealed class BlockDiagonalPreconditioner(IBlockOperator block, int copies) : IBlockOperator
{
    /// <inheritdoc/>
    public int Order => block.Order * copies;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result) => block.ApplyAll(vector, result);

    /// <inheritdoc/>
    public void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results) => block.ApplyAll(vectors, results);
}
