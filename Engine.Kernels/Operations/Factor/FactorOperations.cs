namespace Engine.Kernels;

/// <summary>Cholesky factorisations and triangular solves in double precision on one device.</summary>
/// <remarks>The order of every sum is fixed: results have the same bits in every run, for any number of threads and any warp width. u = 2⁻⁵³ in the bounds.</remarks>
public abstract class FactorOperations
{
    private protected FactorOperations()
    {
    }

    /// <summary>Replaces a symmetric matrix A, given by its lower triangle, by its factor L, A = L Lᵀ.</summary>
    /// <param name="matrix">A of order n.</param>
    /// <returns>Whether the factor exists, and the smallest pivot; after a failure the triangle is meaningless. Reading it waits for the device.</returns>
    /// <remarks>n³/3 operations. |A - L Lᵀ| ≤ γ_{n+1} |L| |Lᵀ| element by element (Higham, Accuracy and Stability, Theorem 10.3).</remarks>
    public FactorResult Cholesky(TriangleView matrix) =>
        matrix.Order == 0 ? new FactorResult(FactorStatus.Success, -1, double.PositiveInfinity) : CholeskyCore(matrix);

    /// <summary>Solves L Lᵀ x = b in place for one right-hand side or several.</summary>
    /// <param name="factor">L of order n from <see cref="Cholesky"/>.</param>
    /// <param name="rightHandSides">b on entry and x on return, shape (count, n), row-major, one right-hand side a row.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of n.</exception>
    /// <remarks>2 n² operations a right-hand side. x solves (A + E) x = b with |E| ≤ γ_{3n+1} |L| |Lᵀ| (Higham, Theorem 10.4).</remarks>
    public void Solve(TriangleView factor, VectorView<double> rightHandSides)
    {
        int count = CountOf(factor, rightHandSides);
        if (count > 0) SolveCore(factor, rightHandSides, count);
    }

    /// <summary>Solves L x = b, or Lᵀ x = b, in place for one right-hand side or several.</summary>
    /// <param name="lower">L of order n; nothing checks its diagonal: a zero there gives infinities.</param>
    /// <param name="transposed">True for Lᵀ.</param>
    /// <param name="rightHandSides">b on entry and x on return, shape (count, n), row-major, one right-hand side a row.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of n.</exception>
    /// <remarks>n² operations a right-hand side. x solves (L + E) x = b with |E| ≤ γ_n |L| (Higham, Theorem 8.5).</remarks>
    public void SolveTriangular(TriangleView lower, bool transposed, VectorView<double> rightHandSides)
    {
        int count = CountOf(lower, rightHandSides);
        if (count > 0) SolveTriangularCore(lower, transposed, rightHandSides, count);
    }

    private protected abstract FactorResult CholeskyCore(TriangleView matrix);

    private protected abstract void SolveCore(TriangleView factor, VectorView<double> rightHandSides, int count);

    private protected abstract void SolveTriangularCore(TriangleView lower, bool transposed, VectorView<double> rightHandSides, int count);

    private static int CountOf(TriangleView factor, VectorView<double> rightHandSides)
    {
        if (rightHandSides.Length == 0) return 0;
        if (factor.Order == 0 || rightHandSides.Length % factor.Order != 0)
            throw new ArgumentException($"length % n == 0 does not hold: length={rightHandSides.Length}, n={factor.Order}.", nameof(rightHandSides));
        return checked((int)(rightHandSides.Length / factor.Order));
    }
}
