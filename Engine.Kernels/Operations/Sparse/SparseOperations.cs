namespace Engine.Kernels;

/// <summary>Operations with sparse fp32 matrices on one device.</summary>
/// <remarks>
/// The order of every sum is fixed by the matrix: results have the same bits in every run, for any number of threads and any warp width. What lies in device
/// memory is not checked: ids must be within their bounds. Results must not overlap operands. u = 2⁻²⁴ where a bound does not say otherwise.
/// </remarks>
public abstract class SparseOperations
{
    private protected SparseOperations()
    {
    }

    /// <summary>values of S = alpha &lt;row r of A, row c of B&gt; for every entry (r, c) of S.</summary>
    /// <param name="alpha">Factor; 0 leaves A and B unread.</param>
    /// <param name="a">Shape (S.Rows, d), row-major.</param>
    /// <param name="b">Shape (S.Columns, d), row-major.</param>
    /// <param name="s">The pattern; its values are written.</param>
    /// <exception cref="ArgumentException">Shapes differ, a matrix is transposed, or S has no values.</exception>
    /// <remarks>2 d operations an entry. |error| ≤ γ_{d+1} |alpha| Σ |a_rk b_ck|.</remarks>
    public void SampledProduct(float alpha, MatrixView a, MatrixView b, CsrView s)
    {
        RequireRowMajor(a, nameof(a));
        RequireRowMajor(b, nameof(b));
        RequireEqual("a.Rows == s.Rows", a.Rows, s.Rows);
        RequireEqual("b.Rows == s.Columns", b.Rows, s.Columns);
        RequireEqual("a.Columns == b.Columns", a.Columns, b.Columns);
        s.RequireValues(nameof(s));
        if (s.Capacity > 0) SampledProductCore(alpha, a, b, s);
    }

    /// <summary>C = alpha S B + beta C.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves S and B unread.</param>
    /// <param name="s">Shape (m, n).</param>
    /// <param name="b">Shape (n, columns), row-major.</param>
    /// <param name="beta">Factor of the old C; 0 leaves it unread, even where it is NaN.</param>
    /// <param name="c">Shape (m, columns), row-major.</param>
    /// <exception cref="ArgumentException">Shapes differ, a matrix is transposed, or S has no values.</exception>
    /// <remarks>2 columns operations an entry. |error| ≤ γ_{k+2} (|alpha| |S| |B| + |beta C|), k the entries of the row.</remarks>
    public void Multiply(float alpha, CsrView s, MatrixView b, float beta, MatrixView c)
    {
        RequireProduct(s, b, c);
        RequireEqual("c.Rows == s.Rows", c.Rows, s.Rows);
        if (c.Rows > 0 && c.Columns > 0) MultiplyCore(alpha, s, b, beta, rows: default, c);
    }

    /// <summary>y = alpha S x + beta y.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves S and x unread.</param>
    /// <param name="s">Shape (m, n).</param>
    /// <param name="x">n elements.</param>
    /// <param name="beta">Factor of the old y; 0 leaves it unread, even where it is NaN.</param>
    /// <param name="y">m elements.</param>
    /// <exception cref="ArgumentException">Lengths differ, or S has no values.</exception>
    /// <remarks>
    /// Sums are accumulated in double precision: |error| ≤ u |y| + γ_{t+3} (|alpha| |S| |x| + |beta y|) with γ of 2⁻⁵³, t the additions on the longest path of a row,
    /// at most 37 and one more for each 1,024 entries.
    /// </remarks>
    public void Multiply(float alpha, CsrView s, VectorView<float> x, float beta, VectorView<float> y)
    {
        RequireEqual("x.Length == s.Columns", x.Length, s.Columns);
        RequireEqual("y.Length == s.Rows", y.Length, s.Rows);
        s.RequireValues(nameof(s));
        if (y.Length > 0) MultiplyCore(alpha, s, x, beta, y);
    }

    /// <summary>y = alpha Sᵀ x + beta y.</summary>
    /// <param name="alpha">Factor of the product; 0 leaves S and x unread.</param>
    /// <param name="s">Shape (m, n); its values are read, the pattern is that of the companion.</param>
    /// <param name="columns">The companion of S from <see cref="Columns"/>.</param>
    /// <param name="x">m elements.</param>
    /// <param name="beta">Factor of the old y; 0 leaves it unread, even where it is NaN.</param>
    /// <param name="y">n elements.</param>
    /// <exception cref="ArgumentException">Shapes differ, or S has no values.</exception>
    /// <remarks>As the product with S itself; no atomics.</remarks>
    public void MultiplyTransposed(float alpha, CsrView s, CsrColumns columns, VectorView<float> x, float beta, VectorView<float> y)
    {
        RequireCompanion(s, columns);
        RequireEqual("x.Length == s.Rows", x.Length, s.Rows);
        RequireEqual("y.Length == s.Columns", y.Length, s.Columns);
        s.RequireValues(nameof(s));
        if (y.Length > 0) MultiplyTransposedCore(alpha, s, columns, x, beta, y);
    }

    /// <summary>Fills the companion of S: the entries of each column, rows ascending.</summary>
    /// <param name="s">The pattern; values are not read.</param>
    /// <param name="columns">Same shape and capacity; its arrays are written.</param>
    /// <exception cref="ArgumentException">Shapes differ.</exception>
    /// <remarks>Counting, a prefix sum and stable placement: O(m + n + entries), and scratch of at most 16 bytes a column and an entry.</remarks>
    public void Columns(CsrView s, CsrColumns columns)
    {
        RequireCompanion(s, columns);
        ColumnsCore(s, columns);
    }

    /// <summary>row rows[k] of the target += alpha * row k of the source.</summary>
    /// <param name="alpha">Factor; 0 leaves everything as it is.</param>
    /// <param name="source">Shape (count, d), row-major.</param>
    /// <param name="rows">count distinct rows of the target.</param>
    /// <param name="target">Shape (any, d), row-major.</param>
    /// <exception cref="ArgumentException">Shapes differ, or a matrix is transposed.</exception>
    /// <remarks>|error| ≤ γ_2 (|target| + |alpha source|).</remarks>
    public void AddRows(float alpha, MatrixView source, VectorView<int> rows, MatrixView target)
    {
        RequireRowMajor(source, nameof(source));
        RequireRowMajor(target, nameof(target));
        RequireEqual("rows.Length == source.Rows", rows.Length, source.Rows);
        RequireEqual("source.Columns == target.Columns", source.Columns, target.Columns);
        if (alpha != 0 && source.Rows > 0 && source.Columns > 0) AddRowsCore(alpha, source, rows, target);
    }

    /// <summary>row rows[k] of the target += alpha Σ_j c_kj (row j of X): the primal update of listed weights.</summary>
    /// <param name="alpha">Factor; 0 leaves everything as it is.</param>
    /// <param name="c">Shape (count, n).</param>
    /// <param name="x">Shape (n, d), row-major.</param>
    /// <param name="rows">count distinct rows of the target.</param>
    /// <param name="target">Shape (any, d), row-major.</param>
    /// <exception cref="ArgumentException">Shapes differ, a matrix is transposed, or C has no values.</exception>
    /// <remarks>As <see cref="Multiply(float, CsrView, MatrixView, float, MatrixView)"/> with beta = 1.</remarks>
    public void AddProductToRows(float alpha, CsrView c, MatrixView x, VectorView<int> rows, MatrixView target)
    {
        RequireProduct(c, x, target);
        RequireEqual("rows.Length == c.Rows", rows.Length, c.Rows);
        if (alpha != 0 && c.Rows > 0 && x.Columns > 0) MultiplyCore(alpha, c, x, beta: 1, rows, target);
    }

    /// <summary>G_ij = scale K_ij |{r : i and j in S_r}|, the lower triangle.</summary>
    /// <param name="fired">S: the samples each neuron fires on, shape (m, n); values are not read.</param>
    /// <param name="kernel">K, shape (n, n), row-major; its lower triangle is read.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="gram">G, of order n; the lower triangle is written.</param>
    /// <exception cref="ArgumentException">Shapes differ, or K is transposed.</exception>
    /// <remarks>Half the sum of squared set sizes in integer additions, then two roundings an element (2⁻⁵³): the same bits on every device. Scratch: 4 n² bytes.</remarks>
    public void CofiringGram(CsrView fired, MatrixView kernel, double scale, TriangleView gram)
    {
        RequireRowMajor(kernel, nameof(kernel));
        RequireEqual("kernel.Rows == fired.Columns", kernel.Rows, fired.Columns);
        RequireEqual("kernel.Columns == fired.Columns", kernel.Columns, fired.Columns);
        RequireEqual("gram.Order == fired.Columns", gram.Order, fired.Columns);
        if (fired.Columns > 0) CofiringGramCore(fired, kernel, scale, gram);
    }

    /// <summary>z_ri += Σ_j dc_rj K_ji for every candidate (r, i): the scores of the candidates after the weights moved by dC X.</summary>
    /// <param name="candidates">Scores z, shape (m, n); updated.</param>
    /// <param name="step">dC, shape (m, n).</param>
    /// <param name="kernel">K = X Xᵀ, shape (n, n), row-major, symmetric.</param>
    /// <param name="threshold">A score above it fires.</param>
    /// <returns>How many candidates changed sides, and how many fire now. Reading them waits for the device.</returns>
    /// <exception cref="ArgumentException">Shapes differ, K is transposed, or values are missing.</exception>
    /// <remarks>2 k operations a candidate, k the row's entries in the step. |error| ≤ γ_{k+1} (|z| + Σ |dc_rj K_ji|).</remarks>
    public CandidateUpdate UpdateCandidates(CsrView candidates, CsrView step, MatrixView kernel, float threshold)
    {
        RequireRowMajor(kernel, nameof(kernel));
        RequireEqual("step.Rows == candidates.Rows", step.Rows, candidates.Rows);
        RequireEqual("step.Columns == candidates.Columns", step.Columns, candidates.Columns);
        RequireEqual("kernel.Rows == candidates.Columns", kernel.Rows, candidates.Columns);
        RequireEqual("kernel.Columns == candidates.Columns", kernel.Columns, candidates.Columns);
        candidates.RequireValues(nameof(candidates));
        step.RequireValues(nameof(step));
        return candidates.Capacity == 0 ? default : UpdateCandidatesCore(candidates, step, kernel, threshold);
    }

    /// <summary>offsets_i = Σ_{k &lt; i} counts_k, and the total behind them: what compressed rows begin with.</summary>
    /// <param name="counts">Any length.</param>
    /// <param name="offsets">One element more.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <remarks>Exact while the total is below 2⁶³.</remarks>
    public void ExclusiveScan(VectorView<int> counts, VectorView<long> offsets)
    {
        RequireEqual("offsets.Length == counts.Length + 1", offsets.Length, counts.Length + 1);
        ExclusiveScanCore(counts, offsets);
    }

    /// <inheritdoc cref="ExclusiveScan(VectorView{int}, VectorView{long})"/>
    public void ExclusiveScan(VectorView<long> counts, VectorView<long> offsets)
    {
        RequireEqual("offsets.Length == counts.Length + 1", offsets.Length, counts.Length + 1);
        ExclusiveScanCore(counts, offsets);
    }

    private protected abstract void SampledProductCore(float alpha, MatrixView a, MatrixView b, CsrView s);

    /// <summary>Rows of the product go to the listed rows of c; without a list, each to its own.</summary>
    private protected abstract void MultiplyCore(float alpha, CsrView s, MatrixView b, float beta, VectorView<int> rows, MatrixView c);

    private protected abstract void MultiplyCore(float alpha, CsrView s, VectorView<float> x, float beta, VectorView<float> y);

    private protected abstract void MultiplyTransposedCore(float alpha, CsrView s, CsrColumns columns, VectorView<float> x, float beta, VectorView<float> y);

    private protected abstract void ColumnsCore(CsrView s, CsrColumns columns);

    private protected abstract void AddRowsCore(float alpha, MatrixView source, VectorView<int> rows, MatrixView target);

    private protected abstract void CofiringGramCore(CsrView fired, MatrixView kernel, double scale, TriangleView gram);

    private protected abstract CandidateUpdate UpdateCandidatesCore(CsrView candidates, CsrView step, MatrixView kernel, float threshold);

    private protected abstract void ExclusiveScanCore(VectorView<int> counts, VectorView<long> offsets);

    private protected abstract void ExclusiveScanCore(VectorView<long> counts, VectorView<long> offsets);

    private static void RequireProduct(CsrView s, MatrixView b, MatrixView c)
    {
        RequireRowMajor(b, nameof(b));
        RequireRowMajor(c, nameof(c));
        RequireEqual("b.Rows == s.Columns", b.Rows, s.Columns);
        RequireEqual("c.Columns == b.Columns", c.Columns, b.Columns);
        s.RequireValues(nameof(s));
    }

    private static void RequireCompanion(CsrView s, CsrColumns columns)
    {
        RequireEqual("columns.Rows == s.Rows", columns.Rows, s.Rows);
        RequireEqual("columns.Columns == s.Columns", columns.Columns, s.Columns);
        RequireEqual("columns.Capacity == s.Capacity", columns.Capacity, s.Capacity);
    }

    private static void RequireRowMajor(MatrixView matrix, string name)
    {
        if (matrix.IsTransposed) throw new ArgumentException($"{name} is row-major does not hold: it is a transpose.", name);
    }

    private static void RequireEqual(string rule, long left, long right)
    {
        if (left != right) throw new ArgumentException($"{rule} does not hold: {left}, {right}.");
    }
}
