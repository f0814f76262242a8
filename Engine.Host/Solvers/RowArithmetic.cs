using Engine.Kernels;

namespace Engine;

/// <summary>Products with matrices of few long rows, (l, n) without gaps; shared out by columns or rows, so the same bits for any team size.</summary>
internal static unsafe class RowArithmetic
{
    private const int ColumnsPerItem = 256;

    /// <summary>Rows = L^-1 rows, L the lower triangle of a (l, l) matrix: l^2 n operations.</summary>
    public static void SolveLower(NativeBuffer<double> lower, int stride, NativeBuffer<double> rows, int count, int length, WorkerTeam team)
    {
        double* l = lower.Pointer;
        double* r = rows.Pointer;
        team.Run((length + ColumnsPerItem - 1) / ColumnsPerItem, (_, item) =>
        {
            int first = item * ColumnsPerItem, columns = Math.Min(ColumnsPerItem, length - first);
            for (int i = 0; i < count; i++)
            {
                var target = new Span<double>(r + (long)i * length + first, columns);
                for (int j = 0; j < i; j++) VectorArithmetic.AddScaled(-l[(long)i * stride + j], new ReadOnlySpan<double>(r + (long)j * length + first, columns), target);
                double pivot = l[(long)i * stride + i];
                foreach (ref double element in target) element /= pivot;
            }
        });
        GC.KeepAlive(lower);
        GC.KeepAlive(rows);
    }

    /// <summary>result = factors rows: 2 p l n operations.</summary>
    /// <param name="factors">(p, l) without gaps.</param>
    /// <param name="rows">(l, n).</param>
    /// <param name="result">(p, n), overwritten.</param>
    /// <param name="outputs">p.</param>
    /// <param name="count">l.</param>
    /// <param name="length">n.</param>
    /// <param name="team">Who does the work.</param>
    public static void Combine(double* factors, NativeBuffer<double> rows, NativeBuffer<double> result, int outputs, int count, int length, WorkerTeam team)
    {
        double* r = rows.Pointer;
        double* t = result.Pointer;
        team.Run((length + ColumnsPerItem - 1) / ColumnsPerItem, (_, item) =>
        {
            int first = item * ColumnsPerItem, columns = Math.Min(ColumnsPerItem, length - first);
            for (int i = 0; i < outputs; i++)
            {
                var target = new Span<double>(t + (long)i * length + first, columns);
                target.Clear();
                for (int j = 0; j < count; j++) VectorArithmetic.AddScaled(factors[(long)i * count + j], new ReadOnlySpan<double>(r + (long)j * length + first, columns), target);
            }
        });
        GC.KeepAlive(rows);
        GC.KeepAlive(result);
    }

    /// <summary>The lower triangle of left right^T: l^2 n operations.</summary>
    public static void LowerProducts(NativeBuffer<double> left, NativeBuffer<double> right, int count, int length, NativeBuffer<double> target, int stride, WorkerTeam team)
    {
        double* x = left.Pointer;
        double* y = right.Pointer;
        double* t = target.Pointer;
        team.Run(count, (_, i) =>
        {
            for (int j = 0; j <= i; j++)
                t[(long)i * stride + j] = VectorArithmetic.Dot(new ReadOnlySpan<double>(x + (long)i * length, length), new ReadOnlySpan<double>(y + (long)j * length, length));
        });
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        GC.KeepAlive(target);
    }
}
