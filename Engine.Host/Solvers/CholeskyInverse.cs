using Engine.Kernels;

namespace Engine;

/// <summary>The inverse of a matrix that has been factored.</summary>
/// <param name="factor">The factor; stays the caller's.</param>
/// <param name="order">n.</param>
internal sealed class CholeskyInverse(Cholesky factor, int order) : IBlockOperator
{
    /// <inheritdoc/>
    public int Order => order;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result) => ApplyAll(vector, result);

    /// <inheritdoc/>
    public void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results)
    {
        vectors.CopyTo(results);
        factor.Solve(results[..vectors.Length]);
    }
}
