namespace Engine.Kernels;

/// <summary>A matrix that receives a product: C = alpha * product + beta * C.</summary>
/// <param name="pointer">Element (0, 0) of C.</param>
/// <param name="alpha">Factor of the product.</param>
/// <param name="beta">Factor of the old C; 0 leaves it unread.</param>
internal readonly unsafe struct ProductTarget(float* pointer, float alpha, float beta)
{
    /// <summary>Element (0, 0) of C.</summary>
    internal readonly float* Pointer = pointer;

    /// <summary>Factor of the product.</summary>
    internal readonly float Alpha = alpha;

    /// <summary>Factor of the old C.</summary>
    internal readonly float Beta = beta;
}
