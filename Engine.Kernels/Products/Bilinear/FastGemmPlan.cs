namespace Engine.Kernels;

/// <summary>Which algorithm multiplies a shape.</summary>
/// <param name="Scheme">The scheme, all its levels composed into one; null for the classical algorithm.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record FastGemmPlan(BilinearScheme? Scheme, string Reason)
{
    /// <summary>The plan for an m x n x k product.</summary>
    public static FastGemmPlan For(int rows, int columns, int depth) => new(null, "unmeasured");
}
