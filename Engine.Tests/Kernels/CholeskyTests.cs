using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class CholeskyTests : IDisposable
{
    private const int LargestOrder = 500;
    private readonly WorkerTeam _team = new(2);

    public static TheoryData<int, bool> OrdersAndWidths => DefiniteMatrices.OrdersAndWidths();

    [Theory, MemberData(nameof(OrdersAndWidths))]
    public void Factor_RecoversL_WhenEveryNumberIsASmallInteger(int order, bool wide)
    {
        double[,] expected = DefiniteMatrices.IntegerFactor(order, seed: order);
        using GuardedMatrix matrix = GuardedMatrix.Of(DefiniteMatrices.Square(expected));
        using Cholesky cholesky = new(LargestOrder, _team, wide);

        Assert.Equal(FactorStatus.Success, matrix.Factor(cholesky).Status);
        Assert.Equal(expected, matrix.Lower());
        Assert.True(matrix.GuardsAreIntact());
    }

    [Theory, MemberData(nameof(OrdersAndWidths))]
    public void Factor_MeetsHighamTheorem10_3_ElementByElement(int order, bool wide)
    {
        double[,] given = DefiniteMatrices.KernelMatrix(order, ridge: 0.0, seed: order);
        using GuardedMatrix matrix = GuardedMatrix.Of(given);
        using Cholesky cholesky = new(order, _team, wide);

        Assert.Equal(FactorStatus.Success, matrix.Factor(cholesky).Status);

        double[][] factor = DefiniteMatrices.Rows(matrix.Lower());
        for (int row = 0; row < order; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double error = Math.Abs(Rounding.Residual(given[row, column], factor[row], factor[column], column + 1));
                double bound = Rounding.Gamma(order + 1) * Rounding.AbsoluteDot(factor[row], factor[column], column + 1);
                Assert.True(error <= bound, $"n={order}, row={row}, column={column}: error {error:e3} > bound {bound:e3}.");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(24)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(191)]
    [InlineData(200)]
    [InlineData(256)]
    public void Factor_ReportsThePivot_WhenTheMatrixIsNotPositiveDefinite(int pivot)
    {
        const int order = 257;
        double[,] factor = DefiniteMatrices.IntegerFactor(order, seed: 1);
        foreach (double value in new[] { 0.0, -3.0, double.NaN, double.PositiveInfinity })
        {
            double[,] given = DefiniteMatrices.Square(factor);
            given[pivot, pivot] += value - factor[pivot, pivot] * factor[pivot, pivot];
            using GuardedMatrix matrix = GuardedMatrix.Of(given);
            using Cholesky cholesky = new(order, _team);

            Assert.Equal(new FactorResult(FactorStatus.NotPositiveDefinite, pivot, value), matrix.Factor(cholesky));
            Assert.True(matrix.GuardsAreIntact());
            Assert.Throws<InvalidOperationException>(() => cholesky.Solve(new double[order]));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(150, 20)]
    [InlineData(256, 100)]
    public void Factor_StopsAtTheRow_WhenANumberLeftOfTheDiagonalIsNotFinite(int row, int column)
    {
        foreach (double value in new[] { double.NaN, double.NegativeInfinity })
        {
            double[,] given = DefiniteMatrices.KernelMatrix(257, ridge: 1.0, seed: 2);
            given[row, column] = value;
            using GuardedMatrix matrix = GuardedMatrix.Of(given);
            using Cholesky cholesky = new(257, _team);

            FactorResult result = matrix.Factor(cholesky);

            Assert.Equal(FactorStatus.NotPositiveDefinite, result.Status);
            Assert.Equal(row, result.Pivot);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(97)]
    [InlineData(192)]
    public void Factor_ReportsTheSmallestPivot_WhenItSucceeds(int pivot)
    {
        double[,] factor = DefiniteMatrices.IntegerFactor(200, seed: 3);
        for (int i = 0; i < 200; i++) factor[i, i] = i == pivot ? 1.0 : 2.0;
        using GuardedMatrix matrix = GuardedMatrix.Of(DefiniteMatrices.Square(factor));
        using Cholesky cholesky = new(200, _team);

        Assert.Equal(new FactorResult(FactorStatus.Success, pivot, 1.0), matrix.Factor(cholesky));
    }

    [Fact]
    public void Factor_SaysSo_WhenTheOrderIsZero()
    {
        using NativeBuffer<double> empty = new(0);
        using Cholesky cholesky = new(0, _team);

        Assert.Equal(new FactorResult(FactorStatus.Success, -1, double.PositiveInfinity), cholesky.Factor(empty, 0));
        cholesky.Solve([]);
        Assert.Equal(0.0, cholesky.InverseDiagonal([]));
    }

    [Fact]
    public void Factor_ForgetsTheLastMatrix_WhenTheObjectIsReused()
    {
        using Cholesky cholesky = new(LargestOrder, _team);
        foreach (int order in new[] { 300, 25, 193, 97, 300 })
        {
            double[,] expected = DefiniteMatrices.IntegerFactor(order, seed: 4);
            double[,] indefinite = DefiniteMatrices.Square(expected);
            indefinite[order / 2, order / 2] = -1.0;
            using GuardedMatrix failing = GuardedMatrix.Of(indefinite);
            using GuardedMatrix matrix = GuardedMatrix.Of(DefiniteMatrices.Square(expected));

            Assert.Equal(FactorStatus.NotPositiveDefinite, failing.Factor(cholesky).Status);
            Assert.Equal(FactorStatus.Success, matrix.Factor(cholesky).Status);
            Assert.Equal(expected, matrix.Lower());
        }
    }

    [Fact]
    public void Factor_RefusesMisuse_WithTheValues()
    {
        using NativeBuffer<double> buffer = new(100);
        using Cholesky cholesky = new(20, _team);

        Assert.Throws<ArgumentOutOfRangeException>(() => new Cholesky(-1, _team));
        Assert.Throws<ArgumentOutOfRangeException>(() => cholesky.Factor(buffer, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => cholesky.Factor(buffer, 21));
        Assert.Throws<ArgumentOutOfRangeException>(() => cholesky.Factor(buffer, start: 0, order: 10, stride: 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => cholesky.Factor(buffer, start: -1, order: 10, stride: 10));
        ArgumentException tooSmall = Assert.Throws<ArgumentException>(() => cholesky.Factor(buffer, start: 1, order: 10, stride: 10));
        Assert.Contains("start=1, n=10, stride=10, length=100", tooSmall.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => cholesky.Solve(new double[10]));
        Assert.Throws<InvalidOperationException>(() => cholesky.InverseDiagonal(new double[10]));
    }

    public void Dispose() => _team.Dispose();
}
