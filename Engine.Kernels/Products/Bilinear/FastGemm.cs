using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Dense fp32 products C = alpha A B + beta C by a bilinear scheme, or classically where that is faster.</summary>
/// <remarks>
/// Sums of blocks are formed while packing and products are added to their blocks of C tile by tile, without temporaries (Huang, Smith, Henry
/// and van de Geijn, Strassen's algorithm reloaded, SC16). What does not divide by the scheme is peeled off and multiplied classically.
/// Errors are bounded normwise by <see cref="BilinearScheme.ErrorBound"/>, not element by element: small elements of C may lose accuracy.
/// Results have the same bits for any team size and any vector width. NaN and infinity spread over whole blocks of C.
/// An object serves one caller at a time; the same memory serves any scheme and shape.
/// </remarks>
public sealed unsafe class FastGemm : IDisposable
{
    private readonly Gemm _classical;

    /// <summary>Takes the workspace: as <see cref="Gemm"/>, whatever the shapes.</summary>
    /// <param name="team">Threads to share the work; stays the caller's.</param>
    public FastGemm(WorkerTeam team)
        : this(team, Vector512.IsHardwareAccelerated)
    {
    }

    /// <summary>As the public constructor, with the vector width chosen by the caller.</summary>
    /// <param name="team">Threads to share the work.</param>
    /// <param name="wide">True for 512-bit vectors, false for 256-bit ones.</param>
    internal FastGemm(WorkerTeam team, bool wide) => _classical = new Gemm(team, wide);

    /// <summary>Scalar multiplications of A by B that all calls so far have made.</summary>
    public long Multiplications => _classical.Multiplications;

    /// <summary>C = alpha A B + beta C by the plan for the shape.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves A and B unread.</param>
    /// <param name="a">Shape <c>(m, k)</c>; a transposed view multiplies by the transpose.</param>
    /// <param name="b">Shape <c>(k, n)</c>.</param>
    /// <param name="beta">Factor of the old C; 0 leaves it unread.</param>
    /// <param name="c">Shape <c>(m, n)</c>; must not overlap A or B.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public void Multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c) =>
        Multiply(FastGemmPlan.For(c.Rows, c.Columns, a.Columns), alpha, a, b, beta, c);

    /// <summary>C = alpha A B + beta C by a given plan.</summary>
    /// <inheritdoc cref="Multiply(float, MatrixView, MatrixView, float, MatrixView)"/>
    public void Multiply(FastGemmPlan plan, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Gemm.RequireShapes(a, b, c);
        if (plan.Scheme is not { } scheme || alpha == 0.0f)
        {
            _classical.Multiply(alpha, a, b, beta, c);
            return;
        }

        if (c.IsTransposed)
        {
            (a, b, c) = (b.Transposed, a.Transposed, c.Transposed);
            scheme = scheme.Transposed;
        }

        int rows = c.Rows - c.Rows % scheme.Rows, inner = a.Columns - a.Columns % scheme.Inner, columns = c.Columns - c.Columns % scheme.Columns;
        MatrixView core = c.Block(0, 0, rows, columns);
        MultiplyBlocks(scheme, alpha, a.Block(0, 0, rows, inner), b.Block(0, 0, inner, columns), beta, core);
        Peel(alpha, a, b, beta, c, rows, inner, columns);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose() => _classical.Dispose();

    /// <summary>What the blocks leave over: the last few k for the core of C, its last columns and its last rows.</summary>
    private void Peel(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c, int rows, int inner, int columns)
    {
        int depth = a.Columns;
        _classical.Multiply(alpha, a.Block(0, inner, rows, depth - inner), b.Block(inner, 0, depth - inner, columns), beta: 1.0f, c.Block(0, 0, rows, columns));
        _classical.Multiply(alpha, a.Block(0, 0, rows, depth), b.Block(0, columns, depth, c.Columns - columns), beta, c.Block(0, columns, rows, c.Columns - columns));
        _classical.Multiply(alpha, a.Block(rows, 0, c.Rows - rows, depth), b, beta, c.Block(rows, 0, c.Rows - rows, c.Columns));
    }

    private void MultiplyBlocks(BilinearScheme scheme, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        int rows = c.Rows / scheme.Rows, inner = a.Columns / scheme.Inner, columns = c.Columns / scheme.Columns;
        PackTerm* left = stackalloc PackTerm[scheme.Rows * scheme.Inner];
        PackTerm* right = stackalloc PackTerm[scheme.Inner * scheme.Columns];
        ProductTarget* targets = stackalloc ProductTarget[scheme.Rows * scheme.Columns];
        bool* isBegun = stackalloc bool[scheme.Rows * scheme.Columns];
        new Span<bool>(isBegun, scheme.Rows * scheme.Columns).Clear();
        for (int r = 0; r < scheme.Rank; r++)
        {
            int leftCount = LeftTerms(scheme, r, a, rows, inner, left);
            int rightCount = RightTerms(scheme, r, b, inner, columns, right);
            int targetCount = 0;
            for (int block = 0; block < scheme.Rows * scheme.Columns; block++)
            {
                int i = block / scheme.Columns, j = block % scheme.Columns, w = scheme.W(r, i, j);
                if (w == 0) continue;
                float* corner = c.Pointer + i * (nint)rows * c.RowStep + j * (nint)columns;
                targets[targetCount++] = new ProductTarget(corner, alpha * w, isBegun[block] ? 1.0f : beta);
                isBegun[block] = true;
            }

            _classical.Product.Multiply(
                new PackedOperand { Terms = left, TermCount = leftCount, LaneStep = a.RowStep, DepthStep = a.ColumnStep, Lanes = rows },
                new PackedOperand { Terms = right, TermCount = rightCount, LaneStep = b.ColumnStep, DepthStep = b.RowStep, Lanes = columns },
                inner, targets, targetCount, c.RowStep, lowerOnly: false);
        }

        GC.KeepAlive(a.Owner);
        GC.KeepAlive(b.Owner);
        GC.KeepAlive(c.Owner);
    }

    private static int LeftTerms(BilinearScheme scheme, int r, MatrixView a, nint rows, nint inner, PackTerm* terms)
    {
        int count = 0;
        for (int i = 0; i < scheme.Rows; i++)
        {
            for (int p = 0; p < scheme.Inner; p++)
            {
                int u = scheme.U(r, i, p);
                if (u != 0) terms[count++] = new PackTerm(a.Pointer + i * rows * a.RowStep + p * inner * a.ColumnStep, u);
            }
        }

        return count;
    }

    private static int RightTerms(BilinearScheme scheme, int r, MatrixView b, nint inner, nint columns, PackTerm* terms)
    {
        int count = 0;
        for (int p = 0; p < scheme.Inner; p++)
        {
            for (int j = 0; j < scheme.Columns; j++)
            {
                int v = scheme.V(r, p, j);
                if (v != 0) terms[count++] = new PackTerm(b.Pointer + p * inner * b.RowStep + j * columns * b.ColumnStep, v);
            }
        }

        return count;
    }
}
