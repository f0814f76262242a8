using Engine.Kernels;

namespace Engine;

/// <summary>Extreme eigenvalues of M A, or of A alone, by Lanczos: what preconditioning does, measured.</summary>
/// <param name="Smallest">Smallest Ritz value: at least the smallest eigenvalue on the range of M.</param>
/// <param name="Largest">Largest Ritz value: at most the largest eigenvalue.</param>
/// <param name="Steps">Lanczos steps done; fewer than asked for when the space was exhausted and the values are exact.</param>
internal readonly record struct ConditionEstimate(double Smallest, double Largest, int Steps)
{
    // Below this share of the eigenvalues a new vector is rounding.
    private const double Exhausted = 1e-13;

    /// <summary>Largest over smallest: a lower bound on the condition number that grows with the steps and is exact at <c>Steps = n</c>.</summary>
    public double Condition => Largest / Smallest;

    /// <summary>Runs Lanczos in the inner product of M, with full reorthogonalisation.</summary>
    /// <param name="system">A, symmetric positive semidefinite.</param>
    /// <param name="preconditioner">M; null for the identity.</param>
    /// <param name="random">Where the first vector comes from.</param>
    /// <param name="steps">At least 1; n or more give exact values.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <remarks>
    /// Vectors q_j with q_i^T M q_j = delta_ij span the Krylov space of A M, whose eigenvalues are those of M A (Golub and Van Loan, section 10.1;
    /// Paige 1972). A product with A and one with M a step, 2 n steps doubles, 4 n steps^2 operations for reorthogonalisation (twice).
    /// </remarks>
    public static ConditionEstimate Of(ILinearOperator system, ILinearOperator? preconditioner, CounterRandom random, int steps, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        int order = system.Order;
        steps = Math.Min(steps, order);
        var basis = new List<double[]>(steps);
        var images = new List<double[]>(steps);
        double[] diagonal = new double[steps], offDiagonal = new double[steps], q = new double[order];
        for (int i = 0; i < order; i++) q[i] = random.Normal((ulong)i);
        double largest = 0;
        int done = 0;
        while (done < steps)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = new double[order];
            if (preconditioner is null) q.CopyTo(image, 0);
            else preconditioner.Apply(q, image);
            double norm = Math.Sqrt(Math.Max(0, VectorArithmetic.Dot(q, image)));
            if (!(norm > Exhausted * largest)) break;
            if (done > 0) offDiagonal[done - 1] = norm;
            for (int i = 0; i < order; i++) (q[i], image[i]) = (q[i] / norm, image[i] / norm);
            basis.Add(q);
            images.Add(image);
            q = new double[order];
            system.Apply(image, q);
            diagonal[done] = VectorArithmetic.Dot(image, q);
            largest = Math.Max(largest, diagonal[done]);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < basis.Count; j++) VectorArithmetic.AddScaled(-VectorArithmetic.Dot(images[j], q), basis[j], q);
            }

            done++;
        }

        if (done == 0) return new ConditionEstimate(0, 0, 0);
        using var team = new WorkerTeam(1);
        using var eigen = new SymmetricEigen(done, team);
        var values = new double[done];
        eigen.Tridiagonal(diagonal.AsSpan(0, done), offDiagonal, values);
        return new ConditionEstimate(values[0], values[^1], done);
    }
}
