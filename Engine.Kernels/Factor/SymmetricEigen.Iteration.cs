using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <content>The eigenvalues of the tridiagonal form by rotations.</content>
internal sealed unsafe partial class SymmetricEigen
{
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
}
