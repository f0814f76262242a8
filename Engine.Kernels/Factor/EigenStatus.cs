namespace Engine.Kernels;

/// <summary>How an eigendecomposition ended.</summary>
internal enum EigenStatus
{
    /// <summary>All eigenvalues were found.</summary>
    Success,

    /// <summary>The iteration did not settle: the matrix holds a NaN or an infinity.</summary>
    NotConverged,
}
