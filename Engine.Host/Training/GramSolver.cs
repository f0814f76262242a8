namespace Engine;

/// <summary>How a Gauss-Newton step solves (J J^T + shift) g = f - y. All solve it to the accuracy the step can use; they differ in time and memory.</summary>
public enum GramSolver
{
    /// <summary>For <see cref="TrainingMethod.Auto"/> the cheapest by the cost model; for <see cref="TrainingMethod.GaussNewton"/> the first below whose memory there is.</summary>
    Auto,

    /// <summary>The n x n Gram matrix of an output from co-firing counts, factored in every step; 12 n^2 bytes. Dense wiring: it preconditions conjugate gradients.</summary>
    Cholesky,

    /// <summary>Conjugate gradients without the Gram matrix, preconditioned by the infinite-width kernel, factored once in fp32; 4 n^2 bytes.</summary>
    Analytic,

    /// <summary>Conjugate gradients without any n x n matrix, preconditioned by a randomised Nystrom approximation.</summary>
    Nystrom,
}
