using MathNet.Numerics.LinearAlgebra;

namespace Engine.Tests.Training;

/// <summary>A symmetric matrix as the solvers see it; counts its products.</summary>
internal sealed class DenseOperator(Matrix<double> matrix) : ILinearOperator
{
    public int Order => matrix.RowCount;

    internal int Products { get; private set; }

    internal static DenseOperator Identity(int order) => new(Matrix<double>.Build.DenseIdentity(order));

    internal static DenseOperator Diagonal(params double[] values) => new(Matrix<double>.Build.DenseOfDiagonalArray(values));

    public void Apply(ReadOnlySpan<double> vector, Span<double> result)
    {
        Products++;
        (matrix * Vector<double>.Build.Dense(vector.ToArray())).ToArray().CopyTo(result);
    }
}
