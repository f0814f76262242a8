namespace Engine;

/// <summary>Which way a training step goes.</summary>
public enum TrainingMethod
{
    /// <summary>-J^T (J J^T + damping)^-1 (f - y): second order, a handful of iterations.</summary>
    GaussNewton,

    /// <summary>-J^T (f - y) with step 1 / lambda_max(J J^T), found by power iteration: first order, no n x n matrix.</summary>
    GradientDescent,

    /// <summary>
    /// The Gauss-Newton step as 2006.11648 computes it: the Kronecker rows of J sketched by a fast JL transform, a triangular factor of the sketch as preconditioner, the
    /// paper's iteration to its accuracy sqrt(lambda / n) / 6, conjugate gradients where that diverges.
    /// </summary>
    NearLinear,

    /// <summary>The same as 2208.04508 computes it: a sparse J, sketched by sums and products of signs over its non-zeros.</summary>
    Sublinear,

    /// <summary>
    /// The fastest of the exact ones by a cost model over n, d, m, K, fire fraction and memory; <see cref="TrainingPlan.Method"/> and
    /// <see cref="TrainingPlan.MethodReason"/> say which and why.
    /// </summary>
    Auto,
}
