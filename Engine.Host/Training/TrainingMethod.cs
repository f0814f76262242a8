namespace Engine;

/// <summary>Which way a training step goes.</summary>
public enum TrainingMethod
{
    /// <summary>-J^T (J J^T + damping)^-1 (f - y): second order, a handful of iterations.</summary>
    GaussNewton,

    /// <summary>-J^T (f - y) with step 1 / lambda_max(J J^T), found by power iteration: first order, no n x n matrix.</summary>
    GradientDescent,
}
