using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Eigenvalues of symmetric matrices A = V Λ Vᵀ, and Vᵀ B for any B: the identity for eigenvectors, a few columns for the coordinates of right-hand sides.</summary>
/// <remarks>
/// Householder reduction to tridiagonal form and implicit QL with Wilkinson's shift (Golub and Van Loan, Matrix Computations, §8.3; EISPACK tred2 and
/// tql2). The update of one reflection and the product for the next share one pass over the matrix. Rotations are
/// collected over 32 sweeps and applied to blocks of 64 columns of B, which stay in the second-level cache meanwhile, shared among the team. Backward stable: errors are of the order of n u |A|. The same bits for any team size.
/// </remarks>
internal sealed unsafe class SymmetricEigen : IDisposable
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

    /// <summary>T = Qᵀ A Q to the diagonals; reflection j stays in row j of A, right of the diagonal.</summary>
    private void Reduce(double* a, int n, long stride)
    {
        double* v = _vectors.Pointer;
        double* w = v + _maximumOrder;
        double* next = w + _maximumOrder;
        bool pending = false;
        for (int j = 0; j < n; j++)
        {
            double* row = a + j * stride;
            // Row j still lacks the last reflection: A -= v wᵀ + w vᵀ.
            if (pending)
            {
                for (int i = j; i < n; i++) row[i] -= v[j] * w[i] + w[j] * v[i];
            }

            _diagonal[j] = row[j];
            int first = j + 1, count = n - first;
            if (count == 0) break;
            double tau = Householder(row + first, count, out double off);
            _offDiagonal[j] = off;
            _factors[j] = tau;
            for (int i = first; i < n; i++) next[i] = row[i];

            double* oldV = v, oldW = w, u = next;
            bool update = pending;
            int items = (count + RowsPerItem - 1) / RowsPerItem;
            // Rotations come later: until then their memory holds the products.
            fixed (double* products = _cosines)
            {
                double* p = products;
                _team.Run(items, (_, item) =>
                {
                    int begin = first + item * RowsPerItem, end = Math.Min(n, begin + RowsPerItem);
                    for (int i = begin; i < end; i++)
                        p[i] = UpdateAndMultiply(a + i * stride + first, oldV + first, oldW + first, u + first, update ? oldV[i] : 0, update ? oldW[i] : 0, count, update);
                });

                double inner = 0;
                for (int i = first; i < n; i++) inner += p[i] * u[i];
                double half = tau * tau * inner / 2;
                for (int i = first; i < n; i++) w[i] = tau * p[i] - half * u[i];
            }

            double* free = v;
            v = next;
            next = free;
            pending = true;
        }
    }

    /// <summary>row -= v_i w + w_i v, then row . u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double UpdateAndMultiply(double* row, double* v, double* w, double* u, double vi, double wi, int count, bool update)
    {
        Vector512<double> sum0 = default, sum1 = default, left = Vector512.Create(-vi), right = Vector512.Create(-wi);
        int k = 0;
        for (; k <= count - 16; k += 16)
        {
            Vector512<double> r0 = Vector512.Load(row + k), r1 = Vector512.Load(row + k + 8);
            if (update)
            {
                r0 = Vector512.FusedMultiplyAdd(right, Vector512.Load(v + k), Vector512.FusedMultiplyAdd(left, Vector512.Load(w + k), r0));
                r1 = Vector512.FusedMultiplyAdd(right, Vector512.Load(v + k + 8), Vector512.FusedMultiplyAdd(left, Vector512.Load(w + k + 8), r1));
                r0.Store(row + k);
                r1.Store(row + k + 8);
            }

            sum0 = Vector512.FusedMultiplyAdd(r0, Vector512.Load(u + k), sum0);
            sum1 = Vector512.FusedMultiplyAdd(r1, Vector512.Load(u + k + 8), sum1);
        }

        double sum = 0;
        Vector512<double> both = sum0 + sum1;
        for (int lane = 0; lane < Vector512<double>.Count; lane++) sum += both[lane];
        for (; k < count; k++)
        {
            if (update) row[k] = Math.FusedMultiplyAdd(-wi, v[k], Math.FusedMultiplyAdd(-vi, w[k], row[k]));
            sum = Math.FusedMultiplyAdd(row[k], u[k], sum);
        }

        return sum;
    }

    /// <summary>Replaces x by u with (I - tau u uᵀ) x = off e_0, u_0 = 1; Golub and Van Loan, algorithm 5.1.1.</summary>
    private static double Householder(double* x, int count, out double off)
    {
        double largest = 0;
        for (int i = 1; i < count; i++) largest = Math.Max(largest, Math.Abs(x[i]));
        off = x[0];
        if (largest == 0)
        {
            x[0] = 1;
            return 0;
        }

        double scale = Math.Max(largest, Math.Abs(x[0])), square = 0;
        for (int i = 1; i < count; i++) square += x[i] / scale * (x[i] / scale);
        double head = x[0] / scale, norm = Math.Sqrt(head * head + square);
        double lead = head <= 0 ? head - norm : -square / (head + norm);
        off = norm * scale;
        double tau = 2 * lead * lead / (square + lead * lead);
        for (int i = 1; i < count; i++) x[i] = x[i] / scale / lead;
        x[0] = 1;
        return tau;
    }

    /// <summary>B = Qᵀ B.</summary>
    private void Reflect(double* a, int n, long stride, double* b, int columns) =>
        _team.Run((columns + ColumnsPerItem - 1) / ColumnsPerItem, (_, item) =>
        {
            int first = item * ColumnsPerItem, count = Math.Min(ColumnsPerItem, columns - first);
            double* sums = stackalloc double[ColumnsPerItem];
            for (int j = 0; j < n - 1; j++)
            {
                if (_factors[j] == 0) continue;
                new Span<double>(sums, ColumnsPerItem).Clear();
                ReflectColumns(a + j * stride, _factors[j], j + 1, n, b + first, columns, count, sums);
            }
        });

    /// <summary>sums = uᵀ B, then B -= tau u sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReflectColumns(double* u, double tau, int first, int n, double* b, long stride, int count, double* sums)
    {
        for (int i = first; i < n; i++) AddScaled(u[i], b + i * stride, sums, count);
        for (int i = first; i < n; i++) AddScaled(-tau * u[i], sums, b + i * stride, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(double c, double* x, double* y, int count)
    {
        Vector512<double> factor = Vector512.Create(c);
        int k = 0;
        for (; k <= count - Vector512<double>.Count; k += Vector512<double>.Count)
            Vector512.FusedMultiplyAdd(factor, Vector512.Load(x + k), Vector512.Load(y + k)).Store(y + k);
        for (; k < count; k++) y[k] = Math.FusedMultiplyAdd(c, x[k], y[k]);
    }

    /// <summary>Implicit QL on the diagonals; rotations go to B.</summary>
    private EigenStatus Iterate(int n, double* b, int columns)
    {
        double[] d = _diagonal, e = _offDiagonal;
        _sweepCount = 0;
        if (n > 0) e[n - 1] = 0;
        for (int i = 0; i < n; i++)
        {
            if (!double.IsFinite(d[i]) || !double.IsFinite(e[i])) return EigenStatus.NotConverged;
        }

        for (int l = 0; l < n; l++)
        {
            for (int sweep = 0; ; sweep++)
            {
                int m = l;
                while (m < n - 1 && Math.Abs(e[m]) > UnitRoundoff * (Math.Abs(d[m]) + Math.Abs(d[m + 1]))) m++;
                if (m == l) break;
                if (sweep == SweepLimit) return EigenStatus.NotConverged;
                int low = Sweep(l, m);
                if (b == null) continue;
                _sweeps[_sweepCount++] = (low, m);
                if (_sweepCount == SweepsPerPass) Rotate(b, columns);
            }
        }

        if (b != null) Rotate(b, columns);
        return EigenStatus.Success;
    }

    /// <summary>One QL sweep over rows [l, m]; the rotation of rows i and i + 1 goes to place i of the sweep's own.</summary>
    /// <returns>The lowest row rotated.</returns>
    private int Sweep(int l, int m)
    {
        double[] d = _diagonal, e = _offDiagonal;
        double g = (d[l + 1] - d[l]) / (2 * e[l]), r = Hypotenuse(g, 1);
        g = d[m] - d[l] + e[l] / (g + Math.CopySign(r, g));
        double s = 1, c = 1, p = 0;
        int place = _sweepCount * _maximumOrder;
        for (int i = m - 1; i >= l; i--)
        {
            double f = s * e[i], h = c * e[i];
            r = Hypotenuse(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return i + 1;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * h;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - h;
            _cosines[place + i] = c;
            _sines[place + i] = s;
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0;
        return l;
    }

    private static double Hypotenuse(double x, double y)
    {
        double larger = Math.Max(Math.Abs(x), Math.Abs(y)), smaller = Math.Min(Math.Abs(x), Math.Abs(y));
        if (larger == 0) return 0;
        double ratio = smaller / larger;
        return larger * Math.Sqrt(1 + ratio * ratio);
    }

    /// <summary>Applies the collected sweeps.</summary>
    private void Rotate(double* b, int columns)
    {
        int sweeps = _sweepCount;
        _sweepCount = 0;
        _team.Run((columns + ColumnsPerItem - 1) / ColumnsPerItem, (_, item) =>
        {
            for (int sweep = 0; sweep < sweeps; sweep++)
                RotateColumns(sweep, b, columns, item * ColumnsPerItem, Math.Min(columns, (item + 1) * ColumnsPerItem));
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RotateColumns(int sweep, double* b, int columns, int first, int end)
    {
        (int low, int high) = _sweeps[sweep];
        int place = sweep * _maximumOrder;
        for (int i = high - 1; i >= low; i--)
        {
            double c = _cosines[place + i], s = _sines[place + i];
            double* x = b + (long)i * columns, y = x + columns;
            Vector512<double> cosine = Vector512.Create(c), sine = Vector512.Create(s);
            int k = first;
            for (; k <= end - Vector512<double>.Count; k += Vector512<double>.Count)
            {
                Vector512<double> upper = Vector512.Load(x + k), lower = Vector512.Load(y + k);
                Vector512.FusedMultiplyAdd(sine, upper, cosine * lower).Store(y + k);
                Vector512.FusedMultiplyAdd(cosine, upper, -(sine * lower)).Store(x + k);
            }

            for (; k < end; k++)
            {
                double upper = x[k], lower = y[k];
                y[k] = Math.FusedMultiplyAdd(s, upper, c * lower);
                x[k] = Math.FusedMultiplyAdd(c, upper, -(s * lower));
            }
        }
    }

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
