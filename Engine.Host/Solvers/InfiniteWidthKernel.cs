using System.Runtime.CompilerServices;
using Engine.Kernels;

namespace Engine;

/// <summary>The tangent kernel of the shifted ReLU network of infinite width whose hidden layer is trained: k(x, x') = &lt;x, x'&gt; P(both fire), unit rows.</summary>
/// <remarks>
/// The limit of J J^T for one output, at any scale of outputs (m s^2 = 1). Products of rows are computed in fp32; where |r| is within
/// <see cref="CloseGap"/> of 1 the probability turns a small error of r into a large one, and r is computed again in fp64. So k is off by less than
/// 0.3 gamma_d(fp32) + 1e-13 everywhere. Element by element, so the same bits for any team size.
/// </remarks>
internal sealed unsafe class InfiniteWidthKernel
{
    private const float CloseGap = 1f / 256;

    // Unit norm up to what fp32 components and their sum allow.
    private const double NormSlack = 1e-3;

    private readonly CofiringTable _table;

    /// <summary>Prepares the kernel of one shift.</summary>
    /// <param name="shift">b, in [0, 15].</param>
    /// <exception cref="ArgumentOutOfRangeException">b is out of range.</exception>
    public InfiniteWidthKernel(double shift) => _table = new CofiringTable(shift);

    /// <summary>b.</summary>
    public double Shift => _table.Shift;

    /// <summary>k(x, x) of a unit row: P(N &gt; b).</summary>
    public double Diagonal => _table.FireFraction;

    /// <summary>k of two unit rows of inner product <paramref name="r"/>; r outside [-1, 1] counts as the nearer end.</summary>
    public double At(double r) => Math.Clamp(r, -1, 1) * _table.BothFire(r);

    /// <summary>Writes the lower triangle of k(X, X), diagonal included.</summary>
    /// <param name="samples">X, n unit rows.</param>
    /// <param name="matrix">Receives n rows.</param>
    /// <param name="stride">Elements from one row to the next, at least n.</param>
    /// <param name="team">Who does the work.</param>
    /// <exception cref="ArgumentException">A row is not of unit norm, or the matrix does not fit.</exception>
    /// <remarks>n^2 d fp32 operations for the products and n^2 / 2 evaluations; 32 n bytes of scratch a thread.</remarks>
    public void FillLower(PackedRows samples, NativeBuffer<double> matrix, int stride, WorkerTeam team) =>
        Fill(samples, samples, matrix, stride, team, lower: true);

    /// <summary>Writes k(T, X).</summary>
    /// <param name="tests">T, unit rows.</param>
    /// <param name="samples">X, n unit rows.</param>
    /// <param name="matrix">Receives a row of n for every row of T.</param>
    /// <param name="stride">Elements from one row to the next, at least n.</param>
    /// <param name="team">Who does the work.</param>
    /// <exception cref="ArgumentException">A row is not of unit norm, dimensions differ, or the matrix does not fit.</exception>
    public void FillCross(PackedRows tests, PackedRows samples, NativeBuffer<double> matrix, int stride, WorkerTeam team) =>
        Fill(tests, samples, matrix, stride, team, lower: false);

    private void Fill(PackedRows left, PackedRows right, NativeBuffer<double> matrix, int stride, WorkerTeam team, bool lower)
    {
        if (left.Dimension != right.Dimension)
            throw new ArgumentException($"rows have one dimension does not hold: {left.Dimension} and {right.Dimension}.", nameof(left));
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, right.Count);
        if (left.Count > 0 && (left.Count - 1L) * stride + right.Count > matrix.Length)
            throw new ArgumentException($"(rows - 1) * stride + n <= length does not hold: rows={left.Count}, stride={stride}, n={right.Count}, length={matrix.Length}.", nameof(matrix));
        double[] rightNorms = Norms(right), leftNorms = lower ? rightNorms : Norms(left);
        using var scratch = new NativeBuffer<float>((long)team.Size * TileProduct.TileRows * right.PaddedCount);
        float* products = scratch.Pointer;
        double* target = matrix.Pointer;
        int tiles = (left.Count + TileProduct.TileRows - 1) / TileProduct.TileRows;
        team.Run(tiles, (worker, item) =>
        {
            // In a triangle the last tiles are the longest: first come, first done.
            int first = (lower ? tiles - 1 - item : item) * TileProduct.TileRows, end = Math.Min(left.Count, first + TileProduct.TileRows);
            int panels = lower ? Math.Min(right.PanelCount, (end + TileProduct.PanelWidth - 1) / TileProduct.PanelWidth) : right.PanelCount;
            float* tile = products + (long)worker * TileProduct.TileRows * right.PaddedCount;
            TileProduct.Multiply(left.Row(first), left.PaddedDimension, right.Panels, panels, left.Dimension, tile, right.PaddedCount);
            for (int i = first; i < end; i++)
            {
                float* row = tile + (long)(i - first) * right.PaddedCount;
                double* values = target + (long)i * stride;
                int count = lower ? i : right.Count;
                Evaluate(row, values, count);
                for (int j = 0; j < count; j++)
                {
                    if (Math.Abs(row[j]) > 1 - CloseGap) values[j] = Close(left.RowSpan(i), right.RowSpan(j), leftNorms[i] * rightNorms[j]);
                }

                if (lower) values[i] = leftNorms[i] * leftNorms[i] * Diagonal;
            }
        });
        GC.KeepAlive(matrix);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate(float* products, double* values, int count)
    {
        CofiringTable table = _table;
        for (int j = 0; j < count; j++) values[j] = products[j] * table.BothFire(products[j]);
    }

    private double Close(ReadOnlySpan<float> x, ReadOnlySpan<float> y, double norms)
    {
        double product = Product(x, y);
        return product * _table.BothFire(product / norms);
    }

    private static double Product(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int k = 0; k < x.Length; k++) sum += (double)x[k] * y[k];
        return sum;
    }

    private static double[] Norms(PackedRows rows)
    {
        var norms = new double[rows.Count];
        for (int i = 0; i < norms.Length; i++)
        {
            norms[i] = Math.Sqrt(Product(rows.RowSpan(i), rows.RowSpan(i)));
            if (!(Math.Abs(norms[i] - 1) <= NormSlack)) throw new ArgumentException($"rows have unit norm does not hold: row {i} has norm {norms[i]}.", nameof(rows));
        }

        return norms;
    }
}
