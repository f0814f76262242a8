using Engine.Kernels;

namespace Engine;

/// <summary>(H + shift I)^-1 by Cholesky, for an n x n approximation H of the system.</summary>
internal sealed class CholeskyPreconditioner : IPreconditioner
{
    // Where a factorisation that failed begins to add to the diagonal, in units of n times the mean diagonal, and how it goes on.
    private const double FirstShift = 1e-15, ShiftFactor = 10, LargestShift = 10;

    private readonly Cholesky _cholesky;
    private readonly NativeBuffer<double> _matrix;

    private CholeskyPreconditioner(Cholesky cholesky, NativeBuffer<double> matrix, int order, double shift) =>
        (_cholesky, _matrix, Order, Shift) = (cholesky, matrix, order, shift);

    /// <inheritdoc/>
    public int Order { get; }

    /// <inheritdoc/>
    public int Rank => Order;

    /// <inheritdoc/>
    public double Shift { get; }

    /// <summary>Builds and factors H + ridge I, with more on the diagonal as long as it is not positive definite.</summary>
    /// <param name="order">n.</param>
    /// <param name="fill">Writes the lower triangle of H to a buffer of the given stride; called again after a failure.</param>
    /// <param name="ridge">Added to the diagonal, at least 0.</param>
    /// <param name="team">Who does the work.</param>
    /// <param name="mayShift">Whether more than the ridge may be added.</param>
    /// <returns>Null when H holds a NaN or an infinity, or is not positive definite and may not be shifted.</returns>
    /// <remarks>n^3 / 3 operations, n^2 doubles.</remarks>
    public static CholeskyPreconditioner? TryBuild(int order, Action<NativeBuffer<double>, int> fill, double ridge, WorkerTeam team, bool mayShift = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        int stride = (order + 7) & ~7;
        var matrix = new NativeBuffer<double>((long)order * stride);
        var cholesky = new Cholesky(order, team);
        double shift = ridge;
        while (true)
        {
            fill(matrix, stride);
            double mean = 0;
            for (int i = 0; i < order; i++)
            {
                ref double element = ref matrix.Slice((long)i * stride + i, 1)[0];
                mean += element / order;
                element += shift;
            }

            if (cholesky.Factor(matrix, 0, order, stride).Status == FactorStatus.Success) return new CholeskyPreconditioner(cholesky, matrix, order, shift);
            shift = Math.Max(shift * ShiftFactor, FirstShift * order * mean);
            if (mayShift && shift > 0 && shift <= ridge + LargestShift * mean) continue;
            cholesky.Dispose();
            matrix.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result) => ApplyAll(vector, result);

    /// <inheritdoc/>
    public void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results) => new CholeskyInverse(_cholesky, Order).ApplyAll(vectors, results);

    /// <inheritdoc/>
    public void Dispose()
    {
        _cholesky.Dispose();
        _matrix.Dispose();
    }
}
