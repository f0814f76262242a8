using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Dense fp32 products C = alpha A B + beta C, for any strides and transpositions.</summary>
/// <remarks>
/// Computed C obeys |C - exact| ≤ γ_t |alpha| |A| |B| + γ_t |beta| |C| element by element, with t = k + ⌈k / 384⌉ + 2 and
/// γ_t = t u / (1 - t u), u = 2⁻²⁴ (Higham, Accuracy and Stability, §3.1). The order of every sum is a function of the shape alone: results have the same bits for
/// any team size and any vector width. NaN and infinity in A and B propagate as IEEE 754 says.
/// An object serves one caller at a time, allocates nothing after construction, and serves any number of shapes one after another.
/// </remarks>
public sealed unsafe class Gemm : IDisposable
{
    /// <summary>Takes the workspace: about 13 MiB, and 0.6 MiB for each thread, whatever the shapes.</summary>
    /// <param name="team">Threads to share the work; stays the caller's.</param>
    public Gemm(WorkerTeam team)
        : this(team, Vector512.IsHardwareAccelerated)
    {
    }

    /// <summary>As the public constructor, with the vector width chosen by the caller.</summary>
    /// <param name="team">Threads to share the work.</param>
    /// <param name="wide">True for 512-bit vectors, false for 256-bit ones; either runs everywhere, in software if need be.</param>
    internal Gemm(WorkerTeam team, bool wide)
    {
        ArgumentNullException.ThrowIfNull(team);
        Product = new BlockedProduct(team, wide);
    }

    /// <summary>Scalar multiplications of A by B that all calls so far have made: the sum of m n k, symmetric products included in full.</summary>
    public long Multiplications => Product.Multiplications;

    /// <summary>The packed product underneath, for sums of matrices.</summary>
    internal BlockedProduct Product { get; }

    /// <summary>C = A B.</summary>
    /// <param name="a">Shape <c>(m, k)</c>.</param>
    /// <param name="b">Shape <c>(k, n)</c>.</param>
    /// <param name="c">Shape <c>(m, n)</c>; overwritten without being read, and must not overlap A or B.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    /// <remarks>2 m n k operations, shared among the team.</remarks>
    public void Multiply(MatrixView a, MatrixView b, MatrixView c) => Multiply(alpha: 1.0f, a, b, beta: 0.0f, c);

    /// <summary>C = alpha A B + beta C.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves A and B unread.</param>
    /// <param name="a">Shape <c>(m, k)</c>; a transposed view multiplies by the transpose.</param>
    /// <param name="b">Shape <c>(k, n)</c>.</param>
    /// <param name="beta">Factor of the old C; 0 leaves it unread, even where it is NaN.</param>
    /// <param name="c">Shape <c>(m, n)</c>; must not overlap A or B.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    /// <remarks>2 m n k operations, shared among the team. The sums over k are not shared: a C of few tiles occupies few threads.</remarks>
    public void Multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        RequireShapes(a, b, c);
        if (c.IsTransposed)
            Run(alpha, b.Transposed, a.Transposed, beta, c.Transposed, lowerOnly: false);
        else
            Run(alpha, a, b, beta, c, lowerOnly: false);
    }

    /// <summary>The lower triangle, diagonal included, of C = alpha A Aᵀ + beta C.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves A unread.</param>
    /// <param name="a">Shape <c>(n, k)</c>.</param>
    /// <param name="beta">Factor of the old C; 0 leaves it unread.</param>
    /// <param name="c">Shape <c>(n, n)</c>, not transposed; what lies above the diagonal is neither read nor written.</param>
    /// <exception cref="ArgumentException">The shapes do not match, or C is a transposed view.</exception>
    /// <remarks>n² k operations. Elements have the bits that <see cref="Multiply(float, MatrixView, MatrixView, float, MatrixView)"/> gives them.</remarks>
    public void MultiplySymmetric(float alpha, MatrixView a, float beta, MatrixView c)
    {
        RequireShapes(a, a.Transposed, c);
        if (c.IsTransposed) throw new ArgumentException("C must not be a transposed view: its upper triangle would be written.", nameof(c));
        Run(alpha, a, a.Transposed, beta, c, lowerOnly: true);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose() => Product.Dispose();

    internal static void RequireShapes(MatrixView a, MatrixView b, MatrixView c)
    {
        if (a.Columns == b.Rows && c.Rows == a.Rows && c.Columns == b.Columns) return;
        throw new ArgumentException($"(m, k) (k, n) = (m, n) does not hold: ({a.Rows}, {a.Columns}) ({b.Rows}, {b.Columns}) = ({c.Rows}, {c.Columns}).");
    }

    private void Run(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c, bool lowerOnly)
    {
        PackTerm left = new(a.Pointer, coefficient: 1.0f), right = new(b.Pointer, coefficient: 1.0f);
        int depth = alpha == 0.0f ? 0 : a.Columns;
        // An empty sum times an infinite alpha is no NaN: without a product, C is beta C.
        ProductTarget target = new(c.Pointer, depth == 0 ? 0.0f : alpha, beta);
        Product.Multiply(
            new PackedOperand { Terms = &left, TermCount = 1, LaneStep = a.RowStep, DepthStep = a.ColumnStep, Lanes = a.Rows },
            new PackedOperand { Terms = &right, TermCount = 1, LaneStep = b.ColumnStep, DepthStep = b.RowStep, Lanes = b.Columns },
            depth, &target, targetCount: 1, c.RowStep, lowerOnly);
        GC.KeepAlive(a.Owner);
        GC.KeepAlive(b.Owner);
        GC.KeepAlive(c.Owner);
    }
}
