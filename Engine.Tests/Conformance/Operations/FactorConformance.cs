using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Cholesky factorisations and triangular solves.</summary>
internal static class FactorConformance
{
    private const int Gap = 3;

    /// <summary>What stands above the diagonal of exact cases: a difference shows there, which NaN would swallow.</summary>
    private const double Marker = 12_345;

    // Around the blocks of 32 and tiles of 64 of accelerators; the host's own tests go around its panels of 96.
    private static readonly int[] s_orders = [0, 1, 2, 7, 31, 32, 33, 63, 64, 65, 97, 131];

    private static readonly (int Order, int Pivot)[] s_pivots = [(1, 0), (40, 5), (40, 31), (40, 32), (97, 64)];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from n in s_orders select new ConformanceCase("cholesky", $"n={n} integers", run => ExactCholesky(run, n)),
        .. from n in s_orders select new ConformanceCase("cholesky", $"n={n}", run => Cholesky(run, n)),
        new("cholesky", "n=500", run => Cholesky(run, 500), IsLarge: true),
        .. from item in s_pivots select new ConformanceCase("cholesky", $"n={item.Order}, bad pivot {item.Pivot}", run => BadPivots(run, item.Order, item.Pivot)),
        new("cholesky", "semi-definite of rank 35", SemiDefinite),
        new("cholesky", "NaN left of the diagonal", NotANumber),
        .. from n in s_orders from count in (int[])[1, 3] select new ConformanceCase("solve", $"n={n} count={count}", run => Solve(run, n, count)),
        new("solve", "n=40 count=65", run => Solve(run, 40, 65)),
        new("solve", "n=500 count=70", run => Solve(run, 500, 70), IsLarge: true),
        .. from n in s_orders
           from transposed in (bool[])[false, true]
           select new ConformanceCase("solve-triangular", $"n={n} transposed={transposed}", run => SolveTriangular(run, n, transposed)),
        new("solve-triangular", "integers", run => ExactSolveTriangular(run, transposed: false)),
        new("solve-triangular", "integers, transposed", run => ExactSolveTriangular(run, transposed: true)),
    ];

    /// <summary>The lower triangle; NaN, or a marker, above the diagonal and between rows.</summary>
    private static (GuardedArray<double> Array, TriangleView View) Upload(ConformanceRun run, double[,] lower, double beyond = double.NaN)
    {
        int order = lower.GetLength(0), stride = order + Gap;
        double[] elements = [.. Enumerable.Repeat(beyond, order * stride)];
        for (int row = 0; row < order; row++)
        {
            for (int column = 0; column <= row; column++) elements[row * stride + column] = lower[row, column];
        }

        GuardedArray<double> array = run.Input<double>(elements);
        return (array, new TriangleView(array, order, stride));
    }

    private static double[,] Read(ConformanceRun run, GuardedArray<double> array, int order, double beyond = double.NaN)
    {
        int stride = order + Gap;
        double[] elements = run.Read(array);
        double[,] lower = new double[order, order];
        for (int i = 0; i < elements.Length; i++)
        {
            int row = i / stride, column = i % stride;
            if (column <= row) lower[row, column] = elements[i];
            else Assert.True(elements[i].Equals(beyond), $"element ({row}, {column}) is above the diagonal or between rows, and was written.");
        }

        return lower;
    }

    private static void ExactCholesky(ConformanceRun run, int n)
    {
        double[,] expected = DefiniteMatrices.IntegerFactor(n, seed: n);
        (GuardedArray<double> array, TriangleView matrix) = Upload(run, DefiniteMatrices.Square(expected), Marker);
        FactorResult result = run.Device.Factor.Cholesky(matrix);
        double smallest = n == 0 ? double.PositiveInfinity : Enumerable.Range(0, n).Min(i => expected[i, i] * expected[i, i]);
        int pivot = n == 0 ? -1 : Enumerable.Range(0, n).First(i => expected[i, i] * expected[i, i] == smallest);
        Assert.Equal(new FactorResult(FactorStatus.Success, pivot, smallest), result);
        Assert.Equal(expected, Read(run, array, n, Marker));
    }

    private static void Cholesky(ConformanceRun run, int n)
    {
        double[,] given = DefiniteMatrices.KernelMatrix(n, ridge: 0, seed: n);
        (GuardedArray<double> array, TriangleView matrix) = Upload(run, given);
        FactorResult result = run.Device.Factor.Cholesky(matrix);
        run.Record(result.PivotValue);
        Assert.Equal(FactorStatus.Success, result.Status);
        double[][] factor = DefiniteMatrices.Rows(Read(run, array, n));
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                // Higham, Theorem 10.3.
                Check.Near(
                    Rounding.Residual(given[row, column], factor[row], factor[column], column + 1), 0,
                    Rounding.Gamma(n + 1) * Rounding.AbsoluteDot(factor[row], factor[column], column + 1), $"row {row}, column {column}");
            }
        }
    }

    private static void BadPivots(ConformanceRun run, int n, int pivot)
    {
        double[,] factor = DefiniteMatrices.IntegerFactor(n, seed: 1);
        foreach (double value in (double[])[0, -3, double.NaN, double.PositiveInfinity])
        {
            double[,] given = DefiniteMatrices.Square(factor);
            given[pivot, pivot] += value - factor[pivot, pivot] * factor[pivot, pivot];
            (GuardedArray<double> array, TriangleView matrix) = Upload(run, given);
            Assert.Equal(new FactorResult(FactorStatus.NotPositiveDefinite, pivot, value), run.Device.Factor.Cholesky(matrix));
            Read(run, array, n);
        }
    }

    private static void SemiDefinite(ConformanceRun run)
    {
        const int n = 50, rank = 35;
        double[,] factor = DefiniteMatrices.IntegerFactor(n, seed: 2);
        for (int row = rank; row < n; row++)
        {
            for (int column = rank; column <= row; column++) factor[row, column] = 0;
        }

        (_, TriangleView matrix) = Upload(run, DefiniteMatrices.Square(factor));
        Assert.Equal(new FactorResult(FactorStatus.NotPositiveDefinite, rank, 0), run.Device.Factor.Cholesky(matrix));
    }

    private static void NotANumber(ConformanceRun run)
    {
        double[,] given = DefiniteMatrices.KernelMatrix(70, ridge: 1, seed: 3);
        given[45, 7] = double.NaN;
        (_, TriangleView matrix) = Upload(run, given);
        FactorResult result = run.Device.Factor.Cholesky(matrix);
        Assert.Equal((FactorStatus.NotPositiveDefinite, 45), (result.Status, result.Pivot));
    }

    /// <summary>A well-conditioned factor that does not come from the device: solves are tested alone.</summary>
    private static double[,] Factor(int n)
    {
        Random random = new(n);
        double[,] lower = new double[n, n];
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column < row; column++) lower[row, column] = RandomRows.Normal(random) / n;
            lower[row, row] = 1 + random.NextDouble();
        }

        return lower;
    }

    private static double[] Draw(int length)
    {
        Random random = new(length);
        return [.. Enumerable.Range(0, length).Select(_ => RandomRows.Normal(random))];
    }

    private static void Solve(ConformanceRun run, int n, int count)
    {
        double[,] lower = Factor(n);
        double[] given = Draw(n * count);
        GuardedArray<double> rightHandSides = run.Input<double>(given);
        run.Device.Factor.Solve(Upload(run, lower).View, rightHandSides);
        double[] solutions = run.Read(rightHandSides);
        double[][] rows = DefiniteMatrices.Rows(lower);
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<double> x = solutions.AsSpan(k * n, n);
            // v = Lᵀ x and |Lᵀ| |x|; then b - L v.
            double[] v = new double[n], size = new double[n];
            for (int row = 0; row < n; row++)
            {
                for (int column = 0; column <= row; column++)
                {
                    v[column] += rows[row][column] * x[row];
                    size[column] += Math.Abs(rows[row][column] * x[row]);
                }
            }

            for (int row = 0; row < n; row++)
            {
                // Higham, proof of Theorem 10.4: two substitutions, γ_n + γ_n + γ_n² together below γ_2n; v itself is off by γ_n.
                double bound = Rounding.Gamma(3 * n + 1) * Rounding.AbsoluteDot(rows[row], size, row + 1);
                Check.Near(Rounding.Residual(given[k * n + row], rows[row], v, row + 1), 0, bound, $"right-hand side {k}, row {row}");
            }
        }
    }

    private static void SolveTriangular(ConformanceRun run, int n, bool transposed)
    {
        const int count = 2;
        double[,] lower = Factor(n);
        double[] given = Draw(n * count);
        GuardedArray<double> rightHandSides = run.Input<double>(given);
        run.Device.Factor.SolveTriangular(Upload(run, lower).View, transposed, rightHandSides);
        double[] solutions = run.Read(rightHandSides);
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<double> x = solutions.AsSpan(k * n, n);
            for (int row = 0; row < n; row++)
            {
                double[] equation = new double[n];
                for (int column = 0; column < n; column++) equation[column] = transposed ? lower[column, row] : lower[row, column];
                // Higham, Theorem 8.5.
                Check.Near(
                    Rounding.Residual(given[k * n + row], equation, x, n), 0,
                    Rounding.Gamma(n) * Rounding.AbsoluteDot(equation, x, n), $"right-hand side {k}, row {row}");
            }
        }
    }

    private static void ExactSolveTriangular(ConformanceRun run, bool transposed)
    {
        const int n = 70;
        double[,] lower = DefiniteMatrices.IntegerFactor(n, seed: 5);
        double[] expected = [.. Enumerable.Range(0, n).Select(i => (double)(i % 5 - 2))];
        double[] given = new double[n];
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                if (transposed) given[column] += lower[row, column] * expected[row];
                else given[row] += lower[row, column] * expected[column];
            }
        }

        GuardedArray<double> rightHandSide = run.Input<double>(given);
        run.Device.Factor.SolveTriangular(Upload(run, lower).View, transposed, rightHandSide);
        Assert.Equal(expected, run.Read(rightHandSide));
    }
}
