using Engine.Tests.Reference;

namespace Engine.Tests.Kernels.Products;

/// <summary>alpha A B + beta C in double precision, with the sums of absolute values that rounding bounds are made of.</summary>
internal sealed class ProductReference
{
    private readonly double[,] _exact;
    private readonly double[,] _absolute;

    /// <summary>Takes C as it is before the product; C is not read when beta is 0.</summary>
    internal ProductReference(float alpha, GuardedView a, GuardedView b, float beta, GuardedView c)
    {
        int m = a.View.Rows, k = a.View.Columns, n = b.View.Columns;
        _exact = new double[m, n];
        _absolute = new double[m, n];
        double[] row = new double[k], column = new double[k];
        for (int j = 0; j < n; j++)
        {
            for (int p = 0; p < k; p++) column[p] = b[p, j];
            for (int i = 0; i < m; i++)
            {
                for (int p = 0; p < k; p++) row[p] = a[i, p];
                double sum = 0.0, absolute = 0.0;
                for (int p = 0; p < k; p++)
                {
                    double product = row[p] * column[p];
                    sum += product;
                    absolute += Math.Abs(product);
                }

                double old = beta == 0.0f ? 0.0 : beta * (double)c[i, j];
                _exact[i, j] = alpha * sum + old;
                _absolute[i, j] = Math.Abs(alpha) * absolute + Math.Abs(old);
            }
        }
    }

    /// <summary>|C - exact| ≤ γ_t (|alpha| |A| |B| + |beta| |C|), element by element.</summary>
    /// <param name="actual">C after the product.</param>
    /// <param name="roundings">t: the most roundings that one term of the sum goes through.</param>
    internal void RequireWithin(GuardedView actual, int roundings)
    {
        double gamma = SingleRounding.Gamma(roundings);
        for (int i = 0; i < _exact.GetLength(0); i++)
        {
            for (int j = 0; j < _exact.GetLength(1); j++)
                Check.Near(actual[i, j], _exact[i, j], gamma * _absolute[i, j], $"C[{i}, {j}]");
        }
    }

    /// <summary>|C - exact| ≤ bound for every element.</summary>
    internal void RequireNormwise(GuardedView actual, double bound)
    {
        for (int i = 0; i < _exact.GetLength(0); i++)
        {
            for (int j = 0; j < _exact.GetLength(1); j++) Check.Near(actual[i, j], _exact[i, j], bound, $"C[{i}, {j}]");
        }
    }
}
