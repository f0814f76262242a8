namespace Engine;

/// <summary>Preconditioned conjugate gradients for several right-hand sides that share every application of the operator and the preconditioner.</summary>
/// <remarks>
/// Each right-hand side runs the recurrence of Hestenes and Stiefel 1952 with its own lengths, so it takes the iterations it would take alone; what is
/// shared is the reading of the operator. Those that are done leave the block. When all recurred residuals are small the true ones are computed; a
/// right-hand side whose true residual is above the tolerance starts again from where it is (residual replacement, Van der Vorst and Ye 2000), as long
/// as that halves its residual.
/// </remarks>
internal static class BlockConjugateGradient
{
    // A restart that gains less than this is at the mercy of rounding.
    private const double LeastGain = 0.5;

    /// <summary>Solves A x = b for every row b.</summary>
    /// <param name="system">A, positive definite.</param>
    /// <param name="preconditioner">An approximation of A^-1.</param>
    /// <param name="rightHandSides">(count, order), one right-hand side a row.</param>
    /// <param name="solutions">(count, order): the starts on entry, the solutions on return.</param>
    /// <param name="tolerance">Bound on |b - A x| / |b|.</param>
    /// <param name="iterationLimit">For each right-hand side, at least 1.</param>
    /// <param name="cancellation">Checked before every iteration.</param>
    /// <exception cref="ArgumentException">The lengths do not fit the order.</exception>
    public static BlockSolve Solve(
        ILinearOperator system, ILinearOperator preconditioner, ReadOnlySpan<double> rightHandSides, Span<double> solutions,
        double tolerance, int iterationLimit, CancellationToken cancellation)
    {
        int order = system.Order;
        if (rightHandSides.Length != solutions.Length || (order == 0 ? rightHandSides.Length != 0 : rightHandSides.Length % order != 0))
            throw new ArgumentException($"lengths are equal multiples of the order does not hold: {rightHandSides.Length}, {solutions.Length}, order={order}.", nameof(solutions));
        ArgumentOutOfRangeException.ThrowIfLessThan(iterationLimit, 1);
        var block = new ConjugateGradientBlock(system, preconditioner, order == 0 ? 0 : rightHandSides.Length / order, tolerance);
        block.Begin(rightHandSides, solutions);
        while (block.Active > 0)
        {
            block.Turn();
            while (block.Running)
            {
                cancellation.ThrowIfCancellationRequested();
                block.Iterate(solutions, iterationLimit);
            }

            block.Verify(rightHandSides, solutions, iterationLimit, LeastGain);
        }

        return new BlockSolve(block.Results, block.Applications);
    }
}
