using Engine.Kernels;

namespace Engine;

/// <summary>A symmetric matrix of which the lower triangle is stored.</summary>
/// <param name="matrix">Rows <paramref name="stride"/> apart; stays the caller's.</param>
/// <param name="order">n.</param>
/// <param name="stride">Elements from one row to the next, at least n.</param>
internal sealed class LowerTriangle(NativeBuffer<double> matrix, int order, int stride) : ILinearOperator
{
    /// <inheritdoc/>
    public int Order => order;

    /// <inheritdoc/>
    /// <remarks>2 n^2 operations; each row is read once, for its part below the diagonal and the transposed one.</remarks>
    public void Apply(ReadOnlySpan<double> vector, Span<double> result)
    {
        result.Clear();
        for (int i = 0; i < order; i++)
        {
            ReadOnlySpan<double> row = matrix.Slice((long)i * stride, i + 1);
            result[i] += VectorArithmetic.Dot(row, vector[..(i + 1)]);
            VectorArithmetic.AddScaled(vector[i], row[..i], result[..i]);
        }
    }
}
