using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class SymmetricEigenTests
{
    public static TheoryData<int, string> Matrices()
    {
        TheoryData<int, string> matrices = new();
        foreach (int order in new[] { 0, 1, 2, 3, 8, 17, 33, 64, 65, 100, 150 })
        {
            foreach (string kind in new[] { "normal", "definite", "rank 2", "diagonal", "equal", "graded" }) matrices.Add(order, kind);
        }

        return matrices;
    }

    /// <summary>A V = V Lambda and V^T V = I within a small multiple of n u |A|: Golub and Van Loan, section 8.3.5.</summary>
    [Theory, MemberData(nameof(Matrices))]
    public void Decompose_GivesEigenvectors(int order, string kind)
    {
        Matrix<double>? matrix = Create(order, kind);
        (double[] values, double[] vectors) = Decompose(matrix, order, null, order, threads: 2);
        if (matrix is null) return;
        double norm = matrix.FrobeniusNorm(), bound = 8 * order * Rounding.Unit;
        Matrix<double> rows = Matrix<double>.Build.Dense(order, order, (i, j) => vectors[i * order + j]);
        Assert.Equal(values.Order(), values);
        Matrix<double> residual = rows * matrix - Matrix<double>.Build.DiagonalOfDiagonalArray(values) * rows;
        Check.Near(residual.FrobeniusNorm(), 0, bound * norm, $"residual, n={order} {kind}");
        Check.Near((rows.TransposeThisAndMultiply(rows) - Matrix<double>.Build.DenseIdentity(order)).FrobeniusNorm(), 0, bound * Math.Sqrt(order), $"orthogonality, n={order} {kind}");
        double[] expected = [.. matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
        for (int i = 0; i < order; i++) Check.Near(values[i], expected[i], 2 * bound * norm, $"value {i}, n={order} {kind}");
    }

    [Fact]
    public void Decompose_RotatesAnyRightSide_AsItsEigenvectorsDo()
    {
        const int Order = 90, Columns = 7;
        Matrix<double> matrix = Create(Order, "normal")!;
        Random random = new(5);
        double[] right = [.. Enumerable.Range(0, Order * Columns).Select(_ => RandomRows.Normal(random))];
        (_, double[] vectors) = Decompose(matrix, Order, null, Order, threads: 1);
        (_, double[] rotated) = Decompose(matrix, Order, right, Columns, threads: 1);
        Matrix<double> expected = Matrix<double>.Build.Dense(Order, Order, (i, j) => vectors[i * Order + j])
            * Matrix<double>.Build.Dense(Order, Columns, (i, j) => right[i * Columns + j]);
        for (int e = 0; e < rotated.Length; e++)
            Check.Near(rotated[e], expected[e / Columns, e % Columns], 40 * Order * Rounding.Unit * Dense.Norm(right), $"element {e}");
    }

    [Fact]
    public void Decompose_GivesTheSameBits_ForEveryTeamSize()
    {
        Matrix<double> matrix = Create(130, "definite")!;
        (double[] values, double[] vectors) = Decompose(matrix, 130, null, 130, threads: 1);
        foreach (int threads in new[] { 2, 5 })
        {
            (double[] other, double[] otherVectors) = Decompose(matrix, 130, null, 130, threads);
            Assert.Equal(values, other);
            Assert.Equal(vectors, otherVectors);
        }
    }

    [Fact]
    public void Decompose_SaysSo_WhenAnElementIsNotANumber()
    {
        using WorkerTeam team = new(1);
        using SymmetricEigen eigen = new(5, team);
        using NativeBuffer<double> matrix = new(25);
        matrix.Slice(0, 25).Fill(1);
        matrix.Slice(11, 1)[0] = double.NaN;
        Assert.Equal(EigenStatus.NotConverged, eigen.Decompose(matrix, 5, 5, new double[5]));
    }

    [Fact]
    public void Tridiagonal_FindsTheKnownEigenvalues()
    {
        // The second difference: 2 - 2 cos(pi k / (n + 1)).
        const int Order = 40;
        using WorkerTeam team = new(1);
        using SymmetricEigen eigen = new(Order, team);
        double[] values = new double[Order];
        eigen.Tridiagonal([.. Enumerable.Repeat(2.0, Order)], [.. Enumerable.Repeat(-1.0, Order - 1)], values);
        for (int k = 1; k <= Order; k++) Check.Near(values[k - 1], 2 - 2 * Math.Cos(Math.PI * k / (Order + 1)), 8 * Order * Rounding.Unit * 4, $"value {k}");
    }

    private static Matrix<double>? Create(int order, string kind)
    {
        if (order == 0) return null;
        Random random = new(order);
        Matrix<double> normal = Matrix<double>.Build.Dense(order, order, (_, _) => RandomRows.Normal(random)), thin = normal.SubMatrix(0, order, 0, Math.Min(2, order));
        return kind switch
        {
            "normal" => normal + normal.Transpose(),
            "definite" => normal.TransposeAndMultiply(normal),
            "rank 2" => thin.TransposeAndMultiply(thin),
            "diagonal" => Matrix<double>.Build.DenseDiagonal(order, order, i => i % 3 - 1.0),
            "equal" => 2 * Matrix<double>.Build.DenseIdentity(order) + Matrix<double>.Build.Dense(order, order, 1.0),
            _ => Matrix<double>.Build.Dense(order, order, (i, j) => Math.Pow(10, -Math.Max(i, j) / 8.0)),
        };
    }

    private static (double[] Values, double[] Right) Decompose(Matrix<double>? matrix, int order, double[]? right, int columns, int threads)
    {
        int stride = order + 3;
        using WorkerTeam team = new(threads);
        using SymmetricEigen eigen = new(order, team);
        using NativeBuffer<double> lower = new((long)order * stride), rotated = new((long)order * columns);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < stride; j++) lower.Slice((long)i * stride + j, 1)[0] = j <= i ? matrix![i, j] : double.NaN;
        }

        if (right is null)
        {
            for (int i = 0; i < order; i++) rotated.Slice((long)i * columns + i, 1)[0] = 1;
        }
        else
        {
            right.CopyTo(rotated.Slice(0, right.Length));
        }

        double[] values = new double[order];
        Assert.Equal(EigenStatus.Success, eigen.Decompose(lower, order, stride, values, rotated, columns));
        return (values, rotated.Slice(0, order * columns).ToArray());
    }
}
