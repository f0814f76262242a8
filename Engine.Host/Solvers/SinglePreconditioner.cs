using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine;

/// <summary>(H + shift I)^-1 by a Cholesky factor in fp32: half the memory of <see cref="CholeskyPreconditioner"/>, and products at the rate of fp32.</summary>
/// <remarks>
/// Left-looking, in blocks of 192 columns: subtract the product of what is factored, factor the diagonal block in fp64, substitute in the rows below (Golub and Van Loan,
/// section 4.2.5). Rounding moves H by about n u times its diagonal, u that of fp32, in the worst case: a preconditioner does not mind, and what it does to small
/// eigenvalues <see cref="Shift"/> bounds. Every sum has one order: the same bits for any team size.
/// </remarks>
internal sealed unsafe class SinglePreconditioner : IPreconditioner
{
    private const int Block = 192;

    // Columns of a factor read together when it is applied transposed.
    private const int Together = 32;

    // On the diagonal, relative to its mean, before anything else: what rounding of a sum of n products is worth; how a failure goes on.
    private const double Unit = 1.0 / (1 << 24), ShiftFactor = 10, LargestShift = 10;

    private readonly NativeBuffer<float> _factor;
    private readonly WorkerTeam _team;
    private readonly long _stride;
    private double[] _part = [];

    private SinglePreconditioner(NativeBuffer<float> factor, int order, int stride, double shift, WorkerTeam team) =>
        (_factor, Order, _stride, Shift, _team) = (factor, order, stride, shift, team);

    /// <inheritdoc/>
    public int Order { get; }

    /// <inheritdoc/>
    public int Rank => Order;

    /// <inheritdoc/>
    public double Shift { get; }

    /// <summary>Builds and factors H + ridge I, with more on the diagonal as rounding and definiteness need it.</summary>
    /// <param name="order">n.</param>
    /// <param name="fill">Writes rows [first, first + count) of H, n doubles each; called again after a failure.</param>
    /// <param name="ridge">Added to the diagonal, at least 0.</param>
    /// <param name="team">Who does the work.</param>
    /// <returns>Null when H holds a NaN or an infinity, or is far from positive definite.</returns>
    /// <remarks>n^3 / 3 operations, n^2 floats, 192 n doubles.</remarks>
    public static SinglePreconditioner? TryBuild(int order, Action<int, int, NativeBuffer<double>> fill, double ridge, WorkerTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        int stride = (order + 15) & ~15;
        var factor = new NativeBuffer<float>((long)order * stride);
        using var rows = new NativeBuffer<double>((long)Block * order);
        double shift = ridge;
        while (true)
        {
            double trace = 0;
            for (int first = 0; first < order; first += Block)
            {
                int count = Math.Min(Block, order - first);
                fill(first, count, rows);
                for (int i = 0; i < count; i++)
                {
                    trace += rows.Slice((long)i * order + first + i, 1)[0];
                    Span<double> source = rows.Slice((long)i * order, first + i + 1);
                    Span<float> target = factor.Slice((long)(first + i) * stride, first + i + 1);
                    for (int j = 0; j < target.Length; j++) target[j] = (float)source[j];
                }
            }

            double mean = order == 0 ? 0 : trace / order;
            shift = Math.Max(shift, Math.Sqrt(order) * Unit * mean);
            if (double.IsFinite(mean) && Factor(factor, order, stride, shift, team)) return new SinglePreconditioner(factor, order, stride, shift, team);
            shift *= ShiftFactor;
            if (shift > 0 && shift <= ridge + LargestShift * mean) continue;
            factor.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result) => ApplyAll(vector, result);

    /// <inheritdoc/>
    /// <remarks>2 n^2 operations a vector; the factor is read twice for all of them.</remarks>
    public void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results)
    {
        vectors.CopyTo(results);
        if (Order == 0) return;
        fixed (double* first = results)
        {
            int count = vectors.Length / Order;
            for (int start = 0; start < Order; start += Block) Forward(first, count, start, Math.Min(Block, Order - start));
            for (int start = (Order - 1) / Block * Block; start >= 0; start -= Block) Backward(first, count, start, Math.Min(Block, Order - start));
        }

        GC.KeepAlive(_factor);
    }

    /// <inheritdoc/>
    public void Dispose() => _factor.Dispose();

    private static bool Factor(NativeBuffer<float> factor, int order, int stride, double shift, WorkerTeam team)
    {
        using var gemm = new Gemm(team);
        using var cholesky = new Cholesky(Block, team);
        using var diagonal = new NativeBuffer<double>((long)Block * Block);
        for (int start = 0; start < order; start += Block)
        {
            int width = Math.Min(Block, order - start), below = order - start - width;
            if (start > 0)
            {
                var done = new MatrixView(factor, (long)start * stride, order - start, start, stride);
                var own = new MatrixView(factor, (long)start * stride, width, start, stride);
                gemm.Multiply(-1, done, own.Transposed, 1, new MatrixView(factor, (long)start * stride + start, order - start, width, stride));
            }

            for (int i = 0; i < width; i++)
            {
                Span<float> source = factor.Slice((long)(start + i) * stride + start, i + 1);
                Span<double> target = diagonal.Slice((long)i * Block, i + 1);
                for (int j = 0; j <= i; j++) target[j] = source[j];
                target[i] += shift;
            }

            if (cholesky.Factor(diagonal, 0, width, Block).Status != FactorStatus.Success) return false;
            for (int i = 0; i < width; i++)
            {
                Span<double> source = diagonal.Slice((long)i * Block, i + 1);
                Span<float> target = factor.Slice((long)(start + i) * stride + start, i + 1);
                for (int j = 0; j <= i; j++) target[j] = (float)source[j];
            }

            double* block = diagonal.Pointer;
            float* rows = factor.Pointer + (long)(start + width) * stride + start;
            team.Run((below + Together - 1) / Together, (_, item) =>
            {
                double* x = stackalloc double[Block];
                for (int i = item * Together; i < Math.Min(below, (item + 1) * Together); i++)
                {
                    float* row = rows + (long)i * stride;
                    for (int j = 0; j < width; j++)
                    {
                        double* pivots = block + (long)j * Block;
                        double product = VectorArithmetic.Dot(new ReadOnlySpan<double>(pivots, j), new ReadOnlySpan<double>(x, j));
                        x[j] = (row[j] - product) / pivots[j];
                        row[j] = (float)x[j];
                    }
                }
            });
        }

        return true;
    }

    /// <summary>Rows [start, start + width) of L y = b.</summary>
    private void Forward(double* vectors, int count, int start, int width)
    {
        float* factor = _factor.Pointer;
        _team.Run(start == 0 ? 0 : width, (_, i) =>
        {
            float* row = factor + (start + i) * _stride;
            for (int q = 0; q < count; q++)
            {
                double* y = vectors + (long)q * Order;
                y[start + i] -= Dot(row, y, start);
            }
        });
        for (int q = 0; q < count; q++)
        {
            double* y = vectors + (long)q * Order + start;
            for (int i = 0; i < width; i++)
            {
                float* row = factor + (start + i) * _stride + start;
                y[i] = (y[i] - Dot(row, y, i)) / row[i];
            }
        }
    }

    /// <summary>Rows [start, start + width) of L^T x = y.</summary>
    private void Backward(double* vectors, int count, int start, int width)
    {
        float* factor = _factor.Pointer;
        int end = start + width, parts = (width + Together - 1) / Together;
        if (_part.Length < count * Block) _part = new double[count * Block];
        _team.Run(end == Order ? 0 : parts, (_, part) =>
        {
            int column = part * Together, columns = Math.Min(Together, width - column);
            for (int q = 0; q < count; q++)
            {
                Span<double> sums = _part.AsSpan(q * Block + column, columns);
                sums.Clear();
                for (int i = end; i < Order; i++) AddScaled(vectors[(long)q * Order + i], factor + i * _stride + start + column, sums);
                for (int j = 0; j < columns; j++) vectors[(long)q * Order + start + column + j] -= sums[j];
            }
        });
        for (int q = 0; q < count; q++)
        {
            double* x = vectors + (long)q * Order + start;
            for (int i = width - 1; i >= 0; i--)
            {
                float* row = factor + (start + i) * _stride + start;
                x[i] /= row[i];
                AddScaled(-x[i], row, new Span<double>(x, i));
            }
        }
    }

    private static double Dot(float* row, double* vector, int length)
    {
        Vector512<double> sums = Vector512<double>.Zero;
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(row + i));
            sums = Vector512.FusedMultiplyAdd(low, Vector512.Load(vector + i), sums);
            sums = Vector512.FusedMultiplyAdd(high, Vector512.Load(vector + i + 8), sums);
        }

        double sum = Vector512.Sum(sums);
        for (; i < length; i++) sum = Math.FusedMultiplyAdd(row[i], vector[i], sum);
        return sum;
    }

    private static void AddScaled(double c, float* row, Span<double> target)
    {
        ref double first = ref MemoryMarshal.GetReference(target);
        Vector512<double> scale = Vector512.Create(c);
        int i = 0;
        for (; i <= target.Length - 16; i += 16)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(row + i));
            Vector512.FusedMultiplyAdd(scale, low, Vector512.LoadUnsafe(ref first, (nuint)i)).StoreUnsafe(ref first, (nuint)i);
            Vector512.FusedMultiplyAdd(scale, high, Vector512.LoadUnsafe(ref first, (nuint)i + 8)).StoreUnsafe(ref first, (nuint)i + 8);
        }

        for (; i < target.Length; i++) target[i] = Math.FusedMultiplyAdd(c, row[i], target[i]);
    }
}
