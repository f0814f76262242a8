using Engine.Kernels;

namespace Engine;

/// <summary>(H^-1, ..., H^-1) on the outputs of a densely wired network, H the factored Gram matrix of one output.</summary>
internal sealed class BlockPreconditioner(Cholesky factor, int block, int order) : ILinearOperator
{
    /// <inheritdoc/>
    public int Order => order;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result)
    {
        vector.CopyTo(result);
        for (int first = 0; first < order; first += block) factor.Solve(result.Slice(first, block));
    }
}
