using MathNet.Numerics.LinearAlgebra;

namespace Engine.Tests.Solvers;

/// <summary>A symmetric matrix that several vectors share one product with; counts products and the vectors in them.</summary>
internal sealed class MatrixOperator(Matrix<double> matrix) : IBlockOperator
{
    public int Order => matrix.RowCount;

    internal int Products { get; private set; }

    internal int Vectors { get; private set; }

    internal static MatrixOperator Identity(int order) => new(Matrix<double>.Build.DenseIdentity(order));

    public void Apply(ReadOnlySpan<double> vector, Span<double> result) => ApplyAll(vector, result);

    public void ApplyAll(ReadOnlySpan<double> vectors, Span<double> results)
    {
        Products++;
        for (int first = 0; first < vectors.Length; first += Order)
        {
            Vectors++;
            (matrix * Vector<double>.Build.Dense(vectors.Slice(first, Order).ToArray())).ToArray().CopyTo(results.Slice(first, Order));
        }
    }
}
