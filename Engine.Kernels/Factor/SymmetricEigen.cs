namespace Engine.Kernels;

/// <summary>Eigenvalues of symmetric matrices A = V Λ Vᵀ, and Vᵀ B for any B: the identity for eigenvectors, a few columns for the coordinates of right-hand sides.</summary>
/// <remarks>
/// Householder reduction to tridiagonal form and implicit QL with Wilkinson's shift (Golub and Van Loan, Matrix Computations, §8.3; EISPACK tred2 and
/// tql2). The update of one reflection and the product for the next share one pass over the matrix. Rotations are
/// collected over 32 sweeps and applied to blocks of 64 columns of B, which stay in the second-level cache meanwhile, shared among the team. Backward stable: errors are of the order of n u |A|. The same bits for any team size.
/// </remarks>
internal sealed unsafe partial class SymmetricEigen : IDisposable
{
    private const double UnitRoundoff = 1.0 / (1L << 53);
    private const int SweepLimit = 60;
    private const int ColumnsPerItem = 64;
    private const int RowsPerItem = 32;
    private const int SweepsPerPass = 32;

    private readonly WorkerTeam _team;
    private readonly int _maximumOrder;
    private readonly NativeBuffer<double> _vectors;
    private readonly double[] _diagonal;
    private readonly double[] _offDiagonal;
    private readonly double[] _factors;
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly (int Low, int High)[] _sweeps = new (int, int)[SweepsPerPass];
    private int _sweepCount;

    /// <summary>Takes the workspace: 70 doubles a row.</summary>
    /// <param name="maximumOrder">Largest n, at least 0.</param>
    /// <param name="team">Threads to share the work; stays the caller's.</param>
    public SymmetricEigen(int maximumOrder, WorkerTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumOrder);
        (_maximumOrder, _team) = (maximumOrder, team);
        _vectors = new NativeBuffer<double>(3L * maximumOrder);
        _diagonal = new double[maximumOrder];
        _offDiagonal = new double[maximumOrder + 1];
        _factors = new double[maximumOrder];
        _cosines = new double[SweepsPerPass * maximumOrder];
        _sines = new double[SweepsPerPass * maximumOrder];
    }

    /// <summary>Decomposes A.</summary>
    /// <param name="matrix">A, (n, n) row-major; the lower triangle is read, all of it is overwritten.</param>
    /// <param name="order">n.</param>
    /// <param name="stride">Elements from one row to the next, at least n.</param>
    /// <param name="eigenvalues">Receives n eigenvalues, ascending.</param>
    /// <param name="right">B on entry and Vᵀ B on return, (n, columns) row-major without gaps: row i is that of eigenvalue i. Null when there is none.</param>
    /// <param name="columns">Columns of B.</param>
    /// <returns>Whether it converged; results are meaningless otherwise.</returns>
    /// <remarks>8/3 n³ operations for the reduction (memory-bound above the cache), 5 n² a column of B for the rest.</remarks>
    public EigenStatus Decompose(NativeBuffer<double> matrix, int order, int stride, Span<double> eigenvalues, NativeBuffer<double>? right = null, int columns = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, _maximumOrder);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, order);
        double* a = matrix.Pointer;
        double* b = right is null ? null : right.Pointer;
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < i; j++) a[(long)j * stride + i] = a[(long)i * stride + j];
        }

        Reduce(a, order, stride);
        if (b != null) Reflect(a, order, stride, b, columns);
        EigenStatus status = Iterate(order, b, columns);
        Sort(order, b, columns);
        _diagonal.AsSpan(0, order).CopyTo(eigenvalues);
        GC.KeepAlive(matrix);
        GC.KeepAlive(right);
        return status;
    }

    /// <summary>Eigenvalues of a symmetric tridiagonal matrix, ascending.</summary>
    /// <param name="diagonal">n elements.</param>
    /// <param name="offDiagonal">n - 1 elements.</param>
    /// <param name="eigenvalues">Receives n elements.</param>
    public EigenStatus Tridiagonal(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, Span<double> eigenvalues)
    {
        int order = diagonal.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, _maximumOrder);
        diagonal.CopyTo(_diagonal);
        offDiagonal[..Math.Max(0, order - 1)].CopyTo(_offDiagonal);
        EigenStatus status = Iterate(order, b: null, columns: 0);
        Array.Sort(_diagonal, 0, order);
        _diagonal.AsSpan(0, order).CopyTo(eigenvalues);
        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _vectors.Dispose();

    private void Sort(int n, double* b, int columns)
    {
        int[] order = Enumerable.Range(0, n).ToArray();
        double[] values = _diagonal.AsSpan(0, n).ToArray();
        Array.Sort(values, order);
        values.CopyTo(_diagonal, 0);
        if (b == null) return;
        var copy = new Span<double>(b, checked(n * columns)).ToArray();
        for (int i = 0; i < n; i++) copy.AsSpan(order[i] * columns, columns).CopyTo(new Span<double>(b + (long)i * columns, columns));
    }
}
