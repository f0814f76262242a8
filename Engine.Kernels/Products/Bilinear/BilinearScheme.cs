namespace Engine.Kernels;

/// <summary>
/// A bilinear algorithm &lt;M,K,N;R&gt; as data: it multiplies an M x K by a K x N matrix of blocks with R products,
/// T_r = (Σ U_r A)(Σ V_r B), and adds them up, C = Σ W_r T_r. Immutable.
/// </summary>
/// <remarks>
/// Coefficients are small integers, so that the algorithm is exact and <see cref="Verify"/> decides its correctness without tolerance.
/// Letters and definitions as in Benson and Ballard (PPoPP 2015); blocks are numbered by row and column, C is not transposed.
/// </remarks>
public sealed partial class BilinearScheme
{
    private readonly int[,] _u;
    private readonly int[,] _v;
    private readonly int[,] _w;

    /// <summary>Takes the coefficients; the scheme owns the arrays from then on.</summary>
    /// <param name="rows">M, at least 1.</param>
    /// <param name="inner">K, at least 1.</param>
    /// <param name="columns">N, at least 1.</param>
    /// <param name="u">Shape (R, M K): product, block of A row by row.</param>
    /// <param name="v">Shape (R, K N): product, block of B row by row.</param>
    /// <param name="w">Shape (R, M N): product, block of C row by row.</param>
    internal BilinearScheme(int rows, int inner, int columns, int[,] u, int[,] v, int[,] w)
    {
        Rows = rows;
        Inner = inner;
        Columns = columns;
        _u = u;
        _v = v;
        _w = w;
    }

    /// <summary>M: rows of blocks of A and C.</summary>
    public int Rows { get; }

    /// <summary>K: columns of blocks of A, rows of blocks of B.</summary>
    public int Inner { get; }

    /// <summary>N: columns of blocks of B and C.</summary>
    public int Columns { get; }

    /// <summary>R: multiplications of blocks; the classical algorithm takes M K N.</summary>
    public int Rank => _u.GetLength(0);

    /// <summary>M K N / R: how many times fewer multiplications than the classical algorithm at one level.</summary>
    public double Speedup => (double)(Rows * Inner * Columns) / Rank;

    /// <summary>Additions of blocks at one level when no common part is shared: nnz(U) + nnz(V) + nnz(W) - 2 R - M N.</summary>
    public int Additions => Count(_u) + Count(_v) + Count(_w) - 2 * Rank - Rows * Columns;

    /// <summary>E = max over blocks c of Σ_r |w_rc| ‖u_r‖₁ ‖v_r‖₁: by how much one level can amplify rounding errors; K for the classical algorithm.</summary>
    public int ErrorFactor
    {
        get
        {
            int largest = 0;
            for (int c = 0; c < Rows * Columns; c++)
            {
                int sum = 0;
                for (int r = 0; r < Rank; r++) sum += Math.Abs(_w[r, c]) * Norm(_u, r) * Norm(_v, r);
                largest = Math.Max(largest, sum);
            }

            return largest;
        }
    }

    /// <summary>Coefficient of block (row, column) of A in product r.</summary>
    public int U(int r, int row, int column) => _u[r, row * Inner + column];

    /// <summary>Coefficient of block (row, column) of B in product r.</summary>
    public int V(int r, int row, int column) => _v[r, row * Columns + column];

    /// <summary>Coefficient of product r in block (row, column) of C.</summary>
    public int W(int r, int row, int column) => _w[r, row * Columns + column];

    /// <summary>The factor f in max |computed C - exact C| ≤ f |alpha| max|A| max|B|, one level, with classical leaves and peeling.</summary>
    /// <param name="depth">k of the whole product, at least 0.</param>
    /// <returns>γ_t (E ⌊k/K⌋ + k mod K), t counting every rounding a term goes through.</returns>
    /// <remarks>
    /// After Higham, Accuracy and Stability, §23.2.2: a term is rounded once for each operand of a sum while packing, at most ⌊k/K⌋ times in its
    /// leaf, and once for each product and part of k added to its block of C. The bound is normwise; fast products have no elementwise one.
    /// For beta C add γ_t |beta| max|C|.
    /// </remarks>
    public double ErrorBound(int depth)
    {
        const double unit = 1.0 / (1 << 24);
        int leaf = depth / Inner, peeled = depth % Inner;
        long parts = ProductTiling.Parts(leaf, ProductTiling.MaximumDepth);
        double roundings = MostTerms(_u) + MostTerms(_v) + leaf + MostProducts() * parts + peeled + 3;
        return roundings * unit / (1.0 - roundings * unit) * ((double)ErrorFactor * leaf + peeled);
    }

    /// <inheritdoc/>
    public override string ToString() => $"<{Rows},{Inner},{Columns};{Rank}>";

    private static int Count(int[,] table) => table.Cast<int>().Count(coefficient => coefficient != 0);

    private static int Norm(int[,] table, int r)
    {
        int sum = 0;
        for (int block = 0; block < table.GetLength(1); block++) sum += Math.Abs(table[r, block]);
        return sum;
    }

    private int MostTerms(int[,] table)
    {
        int most = 0;
        for (int r = 0; r < Rank; r++)
        {
            int terms = 0;
            for (int block = 0; block < table.GetLength(1); block++) terms += table[r, block] == 0 ? 0 : 1;
            most = Math.Max(most, terms);
        }

        return most;
    }

    private int MostProducts()
    {
        int most = 0;
        for (int c = 0; c < Rows * Columns; c++)
        {
            int products = 0;
            for (int r = 0; r < Rank; r++) products += _w[r, c] == 0 ? 0 : 1;
            most = Math.Max(most, products);
        }

        return most;
    }
}
