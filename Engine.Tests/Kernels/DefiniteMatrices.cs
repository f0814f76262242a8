using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>Symmetric positive definite test matrices; only lower triangles are filled.</summary>
internal static class DefiniteMatrices
{
    /// <summary>Orders around every tile (8, 24), block (48) and panel (96) edge, primes, and one of several panels.</summary>
    internal static TheoryData<int, bool> OrdersAndWidths()
    {
        TheoryData<int, bool> cases = new();
        foreach (int order in new[] { 0, 1, 2, 3, 7, 8, 9, 23, 24, 25, 47, 49, 71, 95, 96, 97, 119, 121, 191, 192, 193, 257, 500 })
        {
            cases.Add(order, true);
            cases.Add(order, false);
        }

        return cases;
    }

    /// <summary>L with integers in [-3, 3] below a diagonal of 1..4: L Lᵀ, and every number its factorisation meets, is exact.</summary>
    internal static double[,] IntegerFactor(int order, int seed)
    {
        Random random = new(seed);
        double[,] lower = new double[order, order];
        for (int row = 0; row < order; row++)
        {
            for (int column = 0; column < row; column++) lower[row, column] = random.Next(-3, 4);
            lower[row, row] = random.Next(1, 5);
        }

        return lower;
    }

    /// <summary>The lower triangle of L Lᵀ, in storage order of the sums.</summary>
    internal static double[,] Square(double[,] lower)
    {
        int order = lower.GetLength(0);
        double[][] rows = Rows(lower);
        double[,] product = new double[order, order];
        for (int row = 0; row < order; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double sum = 0.0;
                for (int k = 0; k <= column; k++) sum += rows[row][k] * rows[column][k];
                product[row, column] = sum;
            }
        }

        return product;
    }

    /// <summary>The kernel matrix exp(-|x_i - x_j|) of random points in a cube, positive definite in any dimension, plus a ridge.</summary>
    internal static double[,] KernelMatrix(int order, double ridge, int seed)
    {
        Random random = new(seed);
        (double X, double Y, double Z)[] points = new (double, double, double)[order];
        for (int i = 0; i < order; i++) points[i] = (random.NextDouble(), random.NextDouble(), random.NextDouble());
        double[,] matrix = new double[order, order];
        for (int row = 0; row < order; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double x = points[row].X - points[column].X, y = points[row].Y - points[column].Y, z = points[row].Z - points[column].Z;
                matrix[row, column] = Math.Exp(-Math.Sqrt(x * x + y * y + z * z)) + (row == column ? ridge : 0.0);
            }
        }

        return matrix;
    }

    /// <summary>The rows of a matrix as arrays, which the inner loops of the references walk along.</summary>
    internal static double[][] Rows(double[,] matrix)
    {
        double[][] rows = new double[matrix.GetLength(0)][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = new double[matrix.GetLength(1)];
            for (int column = 0; column < rows[row].Length; column++) rows[row][column] = matrix[row, column];
        }

        return rows;
    }
}
