using Engine.Kernels;

namespace Engine.Perf;

/// <summary>Where one way to factor and solve works.</summary>
/// <param name="order">n.</param>
/// <param name="rightHandSides">Their number.</param>
internal sealed class FactorStorage(int order, int rightHandSides) : IDisposable
{
    /// <summary>A, then its factor, (n, n) row-major: ours in the lower triangle, the transpose of the baseline's in the upper one.</summary>
    public NativeBuffer<double> Matrix { get; } = new((long)order * order);

    /// <summary>One a row.</summary>
    public NativeBuffer<double> RightHandSides { get; } = new((long)rightHandSides * order);

    /// <summary>Of the inverse.</summary>
    public double[] Diagonal { get; } = new double[order];

    /// <inheritdoc/>
    public void Dispose()
    {
        Matrix.Dispose();
        RightHandSides.Dispose();
    }
}
