using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <content>The reduction to tridiagonal form by reflections.</content>
internal sealed unsafe partial class SymmetricEigen
{
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
}
