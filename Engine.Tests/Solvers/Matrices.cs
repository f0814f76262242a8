using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;

namespace Engine.Tests.Solvers;

/// <summary>Matrices for the solvers' tests.</summary>
internal static class Matrices
{
    /// <summary>A symmetric matrix of random eigenvectors with the given eigenvalues.</summary>
    internal static Matrix<double> WithEigenvalues(int seed, params double[] values)
    {
        Matrix<double> basis = Normals(values.Length, values.Length, seed).QR().Q;
        Matrix<double> matrix = basis * Matrix<double>.Build.DiagonalOfDiagonalArray(values) * basis.Transpose();
        return (matrix + matrix.Transpose()) / 2.0;
    }

    /// <summary>Eigenvalues from 1 to the condition number in equal ratios.</summary>
    internal static Matrix<double> Definite(int order, double condition, int seed) =>
        WithEigenvalues(seed, [.. Enumerable.Range(0, order).Select(i => Math.Pow(condition, i / Math.Max(1.0, order - 1)))]);

    internal static Matrix<double> Normals(int rows, int columns, int seed)
    {
        Random random = new(seed);
        return Matrix<double>.Build.Dense(rows, columns, (_, _) => RandomRows.Normal(random));
    }

    internal static double[] Vector(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => RandomRows.Normal(random))];
    }

    internal static double[] Eigenvalues(Matrix<double> symmetric) =>
        [.. ((symmetric + symmetric.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];

    /// <summary>|b - A x| / |b|, with A formed.</summary>
    internal static double Residual(Matrix<double> matrix, ReadOnlySpan<double> b, ReadOnlySpan<double> x)
    {
        double[] image = [.. matrix * Vector<double>.Build.Dense(x.ToArray())];
        return Dense.Distance(image, b) / Dense.Norm(b);
    }

    /// <summary>The matrix an operator stands for.</summary>
    internal static Matrix<double> Of(ILinearOperator system)
    {
        Matrix<double> matrix = Matrix<double>.Build.Dense(system.Order, system.Order);
        double[] unit = new double[system.Order], column = new double[system.Order];
        for (int j = 0; j < system.Order; j++)
        {
            unit[j] = 1;
            system.Apply(unit, column);
            matrix.SetColumn(j, column);
            unit[j] = 0;
        }

        return matrix;
    }

    /// <summary>Writes the lower triangle of a matrix, as the library's builders do.</summary>
    internal static void FillLower(Matrix<double> matrix, NativeBuffer<double> target, int stride)
    {
        for (int i = 0; i < matrix.RowCount; i++)
        {
            for (int j = 0; j <= i; j++) target.Slice((long)i * stride + j, 1)[0] = matrix[i, j];
        }
    }
}
