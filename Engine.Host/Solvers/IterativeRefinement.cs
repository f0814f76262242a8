namespace Engine;

/// <summary>Fp64 solutions from cheap approximate solves: x += (approximate A^-1) (b - A x), residuals in fp64.</summary>
/// <remarks>
/// Wilkinson 1963; Higham, Accuracy and Stability, chapter 12. Converges when the inner solve leaves less than its whole right-hand side over; each pass
/// multiplies the residual by what it leaves. The inner solve sees residuals scaled to norm 1, so that fp32 neither overflows nor
/// underflows. Passes end when one does not halve the residual (the rule of LAPACK's xGERFSX).
/// </remarks>
internal static class IterativeRefinement
{
    private const double LeastGain = 0.5;

    /// <summary>Solves A x = b for every row b, from x = 0.</summary>
    /// <param name="system">A in fp64.</param>
    /// <param name="inner">An approximate inverse: an fp32 factor, or a loose iterative solve (<see cref="InnerSolve"/>). Need not be linear.</param>
    /// <param name="rightHandSides">(count, order).</param>
    /// <param name="solutions">(count, order).</param>
    /// <param name="tolerance">Bound on |b - A x| / |b|, computed in fp64.</param>
    /// <param name="passLimit">Inner solves, at least 1.</param>
    /// <param name="cancellation">Checked before every pass.</param>
    public static BlockSolve Solve(
        ILinearOperator system, ILinearOperator inner, ReadOnlySpan<double> rightHandSides, Span<double> solutions,
        double tolerance, int passLimit, CancellationToken cancellation)
    {
        int order = system.Order, count = order == 0 ? 0 : rightHandSides.Length / order, applications = 0;
        ArgumentOutOfRangeException.ThrowIfLessThan(passLimit, 1);
        double[] residual = rightHandSides.ToArray(), correction = new double[residual.Length], trial = new double[residual.Length];
        var scale = new double[count];
        var results = new SolveResult[count];
        var open = new bool[count];
        solutions.Clear();
        for (int q = 0; q < count; q++)
        {
            scale[q] = VectorArithmetic.Norm(rightHandSides.Slice(q * order, order));
            open[q] = scale[q] > 0;
            results[q] = new SolveResult(open[q] ? SolveStatus.IterationLimit : SolveStatus.Converged, open[q] ? 1 : 0, 0);
        }

        for (int pass = 1; pass <= passLimit && Array.IndexOf(open, true) >= 0; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int q = 0; q < count; q++) Scale(residual.AsSpan(q * order, order), open[q] ? 1 / (results[q].RelativeResidual * scale[q]) : 0);
            inner.ApplyRows(residual, correction);
            solutions.CopyTo(trial);
            for (int q = 0; q < count; q++)
            {
                if (open[q]) VectorArithmetic.AddScaled(results[q].RelativeResidual * scale[q], correction.AsSpan(q * order, order), trial.AsSpan(q * order, order));
            }

            system.ApplyRows(trial, correction);
            applications++;
            for (int q = 0; q < count; q++)
            {
                if (!open[q]) continue;
                Span<double> left = residual.AsSpan(q * order, order);
                VectorArithmetic.Subtract(rightHandSides.Slice(q * order, order), correction.AsSpan(q * order, order), left);
                double before = results[q].RelativeResidual, relative = VectorArithmetic.Norm(left) / scale[q];
                if (relative < before) trial.AsSpan(q * order, order).CopyTo(solutions.Slice(q * order, order));
                bool converged = relative <= tolerance, stuck = !(relative <= LeastGain * before);
                open[q] = !converged && !stuck;
                SolveStatus status = converged ? SolveStatus.Converged : !stuck ? SolveStatus.IterationLimit
                    : relative < 1 || before < 1 ? SolveStatus.Stagnated : SolveStatus.Diverged;
                results[q] = new SolveResult(status, relative < before ? relative : before, pass);
            }
        }

        return new BlockSolve(results, applications);
    }

    private static void Scale(Span<double> vector, double factor)
    {
        foreach (ref double element in vector) element *= factor;
    }
}
