namespace Engine;

/// <summary>v -> (J J^T + ridge I) v in fp64.</summary>
/// <param name="jacobian">J.</param>
/// <param name="ridge">At least 0.</param>
internal sealed class JacobianGram(FireJacobian jacobian, double ridge) : IBlockOperator
{
    /// <inheritdoc/>
    public int Order => jacobian.Rows;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result) => ApplyAll(vector, result);

    /// <inheritdoc/>
    public void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results)
    {
        jacobian.GramTimes(vectors, results);
        if (ridge > 0) VectorArithmetic.AddScaled(ridge, vectors, results);
    }
}
