namespace Engine.Kernels;

public sealed partial class BilinearScheme
{
    /// <summary>The scheme &lt;N,K,M;R&gt; that follows from Cᵀ = Bᵀ Aᵀ.</summary>
    public BilinearScheme Transposed => new(
        Columns, Inner, Rows, Transpose(_v, Inner, Columns), Transpose(_u, Rows, Inner), Transpose(_w, Rows, Columns));

    /// <summary>The scheme &lt;K,N,M;R&gt; that follows from the cyclic symmetry of trace(A B C).</summary>
    public BilinearScheme Rotated => new(
        Inner, Columns, Rows, (int[,])_v.Clone(), Transpose(_w, Rows, Columns), Transpose(_u, Rows, Inner));

    /// <summary>This scheme, its two rotations, and the transposes of the three: one for each order of M, K and N.</summary>
    public IReadOnlyList<BilinearScheme> Permutations
    {
        get
        {
            BilinearScheme once = Rotated, twice = once.Rotated;
            return [this, once, twice, Transposed, once.Transposed, twice.Transposed];
        }
    }

    /// <summary>Two levels as one scheme: this one outside, another for each of its products; ranks and error factors multiply.</summary>
    /// <param name="inner">The scheme of the leaves.</param>
    public BilinearScheme Compose(BilinearScheme inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return new BilinearScheme(
            Rows * inner.Rows, Inner * inner.Inner, Columns * inner.Columns,
            Compose(_u, Rows, Inner, inner._u, inner.Rows, inner.Inner),
            Compose(_v, Inner, Columns, inner._v, inner.Inner, inner.Columns),
            Compose(_w, Rows, Columns, inner._w, inner.Rows, inner.Columns));
    }

    /// <summary>
    /// Checks Brent's equations in integers: Σ_r U_r(i,p) V_r(q,j) W_r(s,t) is 1 when i = s, p = q and j = t, and 0 otherwise. They hold if and
    /// only if the scheme multiplies matrices over every commutative or non-commutative ring.
    /// </summary>
    /// <remarks>R (M K N)² multiplications at most; sparse coefficients skip most. Reference: Brent, Stanford CS-157 (1970).</remarks>
    public bool Verify()
    {
        long[] sums = new long[Rows * Columns];
        for (int a = 0; a < Rows * Inner; a++)
        {
            for (int b = 0; b < Inner * Columns; b++)
            {
                Array.Clear(sums);
                for (int r = 0; r < Rank; r++)
                {
                    long product = (long)_u[r, a] * _v[r, b];
                    for (int c = 0; product != 0 && c < sums.Length; c++) sums[c] += product * _w[r, c];
                }

                if (a % Inner == b / Columns) sums[a / Inner * Columns + b % Columns]--;
                if (Array.Exists(sums, sum => sum != 0)) return false;
            }
        }

        return true;
    }

    private static int[,] Transpose(int[,] table, int rows, int columns)
    {
        int[,] result = new int[table.GetLength(0), rows * columns];
        for (int r = 0; r < table.GetLength(0); r++)
        {
            for (int block = 0; block < rows * columns; block++)
                result[r, block % columns * rows + block / columns] = table[r, block];
        }

        return result;
    }

    private static int[,] Compose(int[,] outer, int outerRows, int outerColumns, int[,] inner, int innerRows, int innerColumns)
    {
        int innerRank = inner.GetLength(0), columns = outerColumns * innerColumns;
        int[,] result = new int[outer.GetLength(0) * innerRank, outerRows * innerRows * columns];
        for (int r = 0; r < result.GetLength(0); r++)
        {
            for (int block = 0; block < result.GetLength(1); block++)
            {
                int row = block / columns, column = block % columns;
                result[r, block] = outer[r / innerRank, row / innerRows * outerColumns + column / innerColumns]
                    * inner[r % innerRank, row % innerRows * innerColumns + column % innerColumns];
            }
        }

        return result;
    }
}
