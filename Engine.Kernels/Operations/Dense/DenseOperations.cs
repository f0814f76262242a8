namespace Engine.Kernels;

/// <summary>Products of dense fp32 matrices on one device.</summary>
/// <remarks>
/// A computed product obeys |C - exact| ≤ γ_t (|alpha| |A| |B| + |beta| |C|) element by element, with t = k + ⌈k / 384⌉ + 2, γ_t = t u / (1 - t u) and
/// u = 2⁻²⁴ (Higham, Accuracy and Stability, §3.1), as long as nothing overflows or underflows. The order of every sum is a function of the shape alone: a
/// device gives the same bits in every run. NaN and infinity in what is read propagate as IEEE 754 says.
/// </remarks>
public abstract class DenseOperations
{
    private protected DenseOperations()
    {
    }

    /// <summary>C = alpha A B + beta C.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves A and B unread.</param>
    /// <param name="a">Shape <c>(m, k)</c>; a transposed view multiplies by the transpose.</param>
    /// <param name="b">Shape <c>(k, n)</c>.</param>
    /// <param name="beta">Factor of the old C; 0 leaves it unread, even where it is NaN.</param>
    /// <param name="c">Shape <c>(m, n)</c>; must not overlap A or B.</param>
    /// <exception cref="ArgumentException">The shapes do not match, or a matrix lies on another device.</exception>
    /// <remarks>2 m n k operations. The sums over k are not shared: a C of few tiles occupies a small part of a device.</remarks>
    public void Multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        Gemm.RequireShapes(a, b, c);
        if (c.Rows > 0 && c.Columns > 0) MultiplyCore(alpha, a, b, beta, c);
    }

    /// <summary>The lower triangle, diagonal included, of C = alpha A Aᵀ + beta C.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves A unread.</param>
    /// <param name="a">Shape <c>(n, k)</c>.</param>
    /// <param name="beta">Factor of the old C; 0 leaves it unread.</param>
    /// <param name="c">Shape <c>(n, n)</c>, not transposed; what lies above the diagonal is neither read nor written.</param>
    /// <exception cref="ArgumentException">The shapes do not match, C is a transposed view, or a matrix lies on another device.</exception>
    /// <remarks>n² k operations. Elements have the bits that <see cref="Multiply"/> gives them on the same device.</remarks>
    public void MultiplySymmetric(float alpha, MatrixView a, float beta, MatrixView c)
    {
        Gemm.RequireShapes(a, a.Transposed, c);
        if (c.IsTransposed) throw new ArgumentException("C must not be a transposed view: its upper triangle would be written.", nameof(c));
        if (c.Rows > 0) MultiplySymmetricCore(alpha, a, beta, c);
    }

    private protected abstract void MultiplyCore(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c);

    private protected abstract void MultiplySymmetricCore(float alpha, MatrixView a, float beta, MatrixView c);
}
