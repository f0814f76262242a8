namespace Engine;

/// <summary>FAST_REGRESSION of 2006.11648 (G x = b for G = J J^T, given M from a sketch of J^T), made safe: what Richardson cannot finish, conjugate gradients do.</summary>
internal static class SketchedRegression
{
    /// <summary>Solves G x = b.</summary>
    /// <param name="system">G.</param>
    /// <param name="preconditioner">M.</param>
    /// <param name="form">The stationary iteration to begin with.</param>
    /// <param name="rightHandSide">b.</param>
    /// <param name="solution">x.</param>
    /// <param name="tolerance">Bound on |b - G x| / |b|.</param>
    /// <param name="iterationLimit">For each of the two parts, at least 1.</param>
    /// <param name="cancellation">Checked before every iteration.</param>
    /// <remarks>Conjugate gradients start from the best x of the stationary iteration: with G and M they cannot diverge.</remarks>
    public static SketchedRegressionResult Solve(
        ILinearOperator system, ILinearOperator preconditioner, RichardsonForm form, ReadOnlySpan<double> rightHandSide, Span<double> solution,
        double tolerance, int iterationLimit, CancellationToken cancellation)
    {
        SolveResult first = RichardsonIteration.Solve(system, preconditioner, form, rightHandSide, solution, tolerance, iterationLimit, cancellation);
        if (first.Status == SolveStatus.Converged) return new SketchedRegressionResult(first, first, FellBack: false);
        SolveResult second = BlockConjugateGradient.Solve(system, preconditioner, rightHandSide, solution, tolerance, iterationLimit, cancellation).Results[0];
        return new SketchedRegressionResult(second with { Iterations = first.Iterations + second.Iterations }, first, FellBack: true);
    }
}
