namespace Engine.Kernels;

/// <summary>How a Cholesky factorisation ended.</summary>
public enum FactorStatus
{
    /// <summary>The factor exists and stands in the lower triangle.</summary>
    Success,

    /// <summary>A pivot was not a positive finite number: the matrix as rounded is not positive definite, or it holds a NaN or an infinity.</summary>
    NotPositiveDefinite,
}
