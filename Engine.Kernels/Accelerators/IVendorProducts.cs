namespace Engine.Kernels;

/// <summary>Dense products by the vendor's library, where a device has one: faster than a portable kernel.</summary>
internal interface IVendorProducts : IDisposable
{
    /// <summary>Library and version.</summary>
    string Name { get; }

    /// <summary>C = alpha A B + beta C.</summary>
    /// <param name="alpha">Not 0.</param>
    /// <param name="a">Shape (m, k), k at least 1.</param>
    /// <param name="b">Shape (k, n).</param>
    /// <param name="beta">0 leaves C unread.</param>
    /// <param name="c">Shape (m, n), not empty.</param>
    void Multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c);

    /// <summary>The lower triangle of C = alpha A Aᵀ + beta C.</summary>
    /// <param name="alpha">Not 0.</param>
    /// <param name="a">Shape (n, k), k at least 1.</param>
    /// <param name="beta">0 leaves C unread.</param>
    /// <param name="c">Shape (n, n), not empty, not transposed.</param>
    void MultiplySymmetric(float alpha, MatrixView a, float beta, MatrixView c);
}
