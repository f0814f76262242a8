namespace Engine;

/// <summary>Preconditioned conjugate gradients for a symmetric positive definite operator.</summary>
internal static class ConjugateGradient
{
    /// <summary>Solves A x = b from x = 0.</summary>
    /// <param name="system">A.</param>
    /// <param name="preconditioner">An approximation of A^-1.</param>
    /// <param name="rightHandSide">b.</param>
    /// <param name="solution">x.</param>
    /// <param name="tolerance">Bound on |b - A x| / |b| at which to stop; the residual is the recurred, unpreconditioned one.</param>
    /// <param name="iterationLimit">At least 1.</param>
    /// <param name="cancellation">Checked before every iteration.</param>
    /// <remarks>Hestenes and Stiefel 1952, in the form of Saad, Iterative Methods, algorithm 9.1.</remarks>
    public static SolveResult Solve(
        ILinearOperator system, ILinearOperator preconditioner, ReadOnlySpan<double> rightHandSide, Span<double> solution,
        double tolerance, int iterationLimit, CancellationToken cancellation)
    {
        int order = system.Order;
        double[] residual = rightHandSide.ToArray(), direction = new double[order], image = new double[order], preconditioned = new double[order];
        solution.Clear();
        double scale = Math.Sqrt(Dot(residual, residual));
        if (scale == 0) return new SolveResult(SolveStatus.Converged, 0, 0);

        preconditioner.Apply(residual, preconditioned);
        preconditioned.CopyTo(direction, 0);
        double energy = Dot(residual, preconditioned), relative = 1;
        for (int iteration = 1; iteration <= iterationLimit; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            system.Apply(direction, image);
            double curvature = Dot(direction, image);
            if (!(curvature > 0) || !(energy > 0)) return new SolveResult(SolveStatus.Indefinite, relative, iteration);
            double length = energy / curvature;
            for (int i = 0; i < order; i++)
            {
                solution[i] += length * direction[i];
                residual[i] -= length * image[i];
            }

            relative = Math.Sqrt(Dot(residual, residual)) / scale;
            if (relative <= tolerance) return new SolveResult(SolveStatus.Converged, relative, iteration);
            preconditioner.Apply(residual, preconditioned);
            double next = Dot(residual, preconditioned), turn = next / energy;
            for (int i = 0; i < order; i++) direction[i] = preconditioned[i] + turn * direction[i];
            energy = next;
        }

        return new SolveResult(SolveStatus.IterationLimit, relative, iterationLimit);
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
