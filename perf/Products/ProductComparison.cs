using Engine.Kernels;

namespace Engine.Perf;

/// <summary>How far two computed products of the same matrices are apart, against what rounding allows.</summary>
internal static unsafe class ProductComparison
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    // Parts of k that Gemm adds up one after the other; a sum in any other order has no more roundings than this count.
    private const int PartLength = 384;

    /// <summary>γ_t for inner products of length k, with t the roundings <see cref="Gemm"/> states.</summary>
    public static double Gamma(int k)
    {
        double t = k + (k + PartLength - 1) / PartLength + 2;
        return t * UnitRoundoff / (1 - t * UnitRoundoff);
    }

    /// <summary>Largest |c - r| / (2 γ ||a_i||₂ ||b_j||₂), the elementwise bound of two products with the sums bounded by Cauchy and Schwarz.</summary>
    /// <param name="a">(m, k).</param>
    /// <param name="b">(k, n).</param>
    /// <param name="result">(m, n), not transposed.</param>
    /// <param name="reference">(m, n), not transposed.</param>
    /// <param name="lowerOnly">Whether only the lower triangle was computed.</param>
    /// <exception cref="ComparisonFailedException">It is above 1.</exception>
    public static double LargestShare(MatrixView a, MatrixView b, MatrixView result, MatrixView reference, bool lowerOnly)
    {
        double[] left = RowNorms(a), right = RowNorms(b.Transposed);
        double largest = 0;
        for (int i = 0; i < result.Rows; i++)
        {
            float* x = result.Pointer + i * result.RowStep, y = reference.Pointer + i * reference.RowStep;
            int end = lowerOnly ? i + 1 : result.Columns;
            // NaN is never below a bound.
            for (int j = 0; j < end; j++)
            {
                double share = Math.Abs((double)x[j] - y[j]) / (left[i] * right[j]);
                if (!(share <= largest)) largest = share;
            }
        }

        largest /= 2 * Gamma(a.Columns);
        if (!(largest <= 1)) throw new ComparisonFailedException($"two products differ by {largest:G3} of what rounding allows.");
        return largest;
    }

    /// <summary>max |c - r| over all elements.</summary>
    public static double LargestDifference(MatrixView result, MatrixView reference)
    {
        double largest = 0;
        for (int i = 0; i < result.Rows; i++)
        {
            float* x = result.Pointer + i * result.RowStep, y = reference.Pointer + i * reference.RowStep;
            for (int j = 0; j < result.Columns; j++)
            {
                double difference = Math.Abs((double)x[j] - y[j]);
                if (!(difference <= largest)) largest = difference;
            }
        }

        return largest;
    }

    /// <summary>max |x| over all elements of a matrix that is not transposed.</summary>
    public static double LargestElement(MatrixView x)
    {
        float largest = 0;
        for (int i = 0; i < x.Rows; i++)
        {
            float* row = x.Pointer + i * x.RowStep;
            for (int j = 0; j < x.Columns; j++) largest = Math.Max(largest, Math.Abs(row[j]));
        }

        return largest;
    }

    private static double[] RowNorms(MatrixView x)
    {
        var squares = new double[x.Rows];
        int outer = x.IsTransposed ? x.Columns : x.Rows, inner = x.IsTransposed ? x.Rows : x.Columns;
        for (int p = 0; p < outer; p++)
        {
            float* line = x.Pointer + (nint)p * x.Stride;
            for (int q = 0; q < inner; q++) squares[x.IsTransposed ? q : p] += (double)line[q] * line[q];
        }

        return [.. squares.Select(Math.Sqrt)];
    }
}
