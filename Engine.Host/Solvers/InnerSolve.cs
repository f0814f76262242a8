namespace Engine;

/// <summary>b -> nearly A^-1 b by conjugate gradients to a loose tolerance: the inner solve of <see cref="IterativeRefinement"/>.</summary>
/// <param name="system">A, possibly in fp32.</param>
/// <param name="preconditioner">An approximation of A^-1.</param>
/// <param name="tolerance">What an inner solve may leave over, relative: 1e-2 to 1e-5; below what A resolves it only wastes iterations.</param>
/// <param name="iterationLimit">Of each inner solve.</param>
/// <param name="cancellation">Checked before every iteration.</param>
internal sealed class InnerSolve(ILinearOperator system, ILinearOperator preconditioner, double tolerance, int iterationLimit, CancellationToken cancellation) : IBlockOperator
{
    /// <inheritdoc/>
    public int Order => system.Order;

    /// <summary>Iterations of the slowest right-hand side, added up over the solves so far.</summary>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result) => ApplyAll(vector, result);

    /// <inheritdoc/>
    public void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results)
    {
        results.Clear();
        BlockSolve solve = BlockConjugateGradient.Solve(system, preconditioner, vectors, results, tolerance, iterationLimit, cancellation);
        Iterations += solve.Results.Max(result => result.Iterations);
    }
}
