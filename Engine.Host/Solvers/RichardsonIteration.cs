namespace Engine;

/// <summary>The preconditioned stationary iteration of van den Brand, Peng, Song and Weinstein (2006.11648), with divergence detected.</summary>
/// <remarks>
/// The paper iterates z -= H (H z - R^T b) with H = R^T G R and returns x = R z; in x that is x += R H R^T (b - G x) = M G M (b - G x), so only M = R R^T
/// is needed. Each eigenvalue h of H multiplies its part of the residual by 1 - h (unit step) or 1 - h^2 (squared): both converge or
/// diverge geometrically.
/// </remarks>
internal static class RichardsonIteration
{
    // In the norm of M the residual falls monotonically or not at all; in the Euclidean one it may first grow by sqrt(cond M), which for
    // residuals that contain all directions is a small factor. Growth beyond this is divergence; a false alarm only costs the change to CG.
    private const double Growth = 10;

    // A converging run at the edge of the paper's range (contraction 0.95) falls by half in 14 iterations.
    private const int Patience = 40;
    private const double PatienceGain = 0.5;

    /// <summary>Solves G x = b from x = 0.</summary>
    /// <param name="system">G.</param>
    /// <param name="preconditioner">M.</param>
    /// <param name="form">Which iteration.</param>
    /// <param name="rightHandSide">b.</param>
    /// <param name="solution">x; the best one seen.</param>
    /// <param name="tolerance">Bound on |b - G x| / |b|, unpreconditioned.</param>
    /// <param name="iterationLimit">At least 1.</param>
    /// <param name="cancellation">Checked before every iteration.</param>
    /// <returns>
    /// The status with the residual of the returned x, computed, not recurred. <see cref="SolveStatus.Diverged"/> when the residual exceeds ten times the
    /// smallest seen or is not finite; <see cref="SolveStatus.Stagnated"/> when 40 iterations did not halve it.
    /// </returns>
    /// <remarks>One product with G an iteration in unit steps, two in the squared form.</remarks>
    public static SolveResult Solve(
        ILinearOperator system, ILinearOperator preconditioner, RichardsonForm form, ReadOnlySpan<double> rightHandSide, Span<double> solution,
        double tolerance, int iterationLimit, CancellationToken cancellation)
    {
        int order = system.Order;
        ArgumentOutOfRangeException.ThrowIfLessThan(iterationLimit, 1);
        double[] x = new double[order], residual = rightHandSide.ToArray(), step = new double[order], image = new double[order];
        solution.Clear();
        double scale = VectorArithmetic.Norm(residual), best = 1, mark = 1;
        if (scale == 0) return new SolveResult(SolveStatus.Converged, 0, 0);
        for (int iteration = 1; iteration <= iterationLimit; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            preconditioner.Apply(residual, step);
            if (form == RichardsonForm.Squared)
            {
                system.Apply(step, image);
                preconditioner.Apply(image, step);
            }

            VectorArithmetic.AddScaled(1, step, x);
            system.Apply(x, image);
            VectorArithmetic.Subtract(rightHandSide, image, residual);
            double relative = VectorArithmetic.Norm(residual) / scale;
            if (relative < best)
            {
                best = relative;
                x.CopyTo(solution);
            }

            if (relative <= tolerance) return new SolveResult(SolveStatus.Converged, relative, iteration);
            if (!(relative <= Growth * best)) return new SolveResult(SolveStatus.Diverged, best, iteration);
            if (iteration % Patience != 0) continue;
            if (best > PatienceGain * mark) return new SolveResult(SolveStatus.Stagnated, best, iteration);
            mark = best;
        }

        return new SolveResult(SolveStatus.IterationLimit, best, iterationLimit);
    }
}
