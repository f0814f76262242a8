namespace Engine.Tests.Reference;

/// <summary>Plain loops over row-major double matrices.</summary>
internal static class Dense
{
    internal static double[] Of(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = values[i];
        return result;
    }

    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0.0;
        for (int k = 0; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }

    internal static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    internal static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0.0;
        for (int k = 0; k < x.Length; k++) sum += (x[k] - y[k]) * (x[k] - y[k]);
        return Math.Sqrt(sum);
    }

    internal static double AbsoluteSum(ReadOnlySpan<double> x)
    {
        double sum = 0.0;
        foreach (double element in x) sum += Math.Abs(element);
        return sum;
    }

    /// <summary>y += c x.</summary>
    internal static void AddScaled(double c, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int k = 0; k < x.Length; k++) y[k] += c * x[k];
    }

    /// <summary>A Bᵀ from the rows of A (p, d) and B (q, d): shape (p, q).</summary>
    internal static double[] TimesTransposed(double[] a, double[] b, int dimension)
    {
        int rows = a.Length / dimension, columns = b.Length / dimension;
        double[] product = new double[rows * columns];
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<double> left = a.AsSpan(r * dimension, dimension);
            for (int i = 0; i < columns; i++) product[r * columns + i] = Dot(left, b.AsSpan(i * dimension, dimension));
        }

        return product;
    }
}
