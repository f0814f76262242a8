using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training;

public sealed class ConjugateGradientTests
{
    /// <summary>In exact arithmetic conjugate gradients end after as many steps as the matrix has different eigenvalues.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Solve_TakesOneStepForEachEigenvalue(int distinct)
    {
        double[] diagonal = [.. Enumerable.Range(0, 30).Select(i => 1.0 + i % distinct)];
        double[] b = [.. Enumerable.Range(0, 30).Select(i => Math.Sin(i + 1))], x = new double[30];
        DenseOperator system = DenseOperator.Diagonal(diagonal);
        SolveResult result = Solve(system, DenseOperator.Identity(30), b, x, tolerance: 1e-12, limit: 100);
        Assert.Equal(SolveStatus.Converged, result.Status);
        Assert.Equal(distinct, result.Iterations);
        // One more for the residual, which is computed.
        Assert.Equal(distinct + 1, system.Products);
        double bound = (1e-12 + Rounding.Gamma(20 * distinct)) * Dense.Norm(b);
        for (int i = 0; i < x.Length; i++) Check.Near(diagonal[i] * x[i], b[i], bound, $"row {i}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(60)]
    public void Solve_MeetsItsTolerance_AgainstADenseFactorisation(int order)
    {
        Matrix<double> matrix = Definite(order);
        double[] b = [.. Enumerable.Range(0, order).Select(i => Math.Cos(i))], x = [.. Enumerable.Repeat(double.NaN, order)];
        SolveResult result = Solve(new DenseOperator(matrix), DenseOperator.Identity(order), b, x, tolerance: 1e-9, limit: 10 * order);
        Assert.Equal(SolveStatus.Converged, result.Status);
        Assert.True(result.RelativeResidual <= 1e-9);

        // |x - A^-1 b| <= |A^-1| |b - A x|, and the true residual is the recurred one up to the rounding of the products.
        Vector<double> expected = matrix.Cholesky().Solve(Vector<double>.Build.Dense(b));
        double[] values = [.. matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real)];
        double product = Rounding.Gamma(2 * order) * values.Max() * expected.L2Norm() * Math.Sqrt(values.Max() / values.Min());
        double residual = 1e-9 * Dense.Norm(b) + result.Iterations * product;
        Check.Near(Dense.Distance(x, [.. expected]), 0.0, residual / values.Min(), $"order {order}");
    }

    [Fact]
    public void Solve_NeedsOneStep_WhenThePreconditionerIsTheInverse()
    {
        Matrix<double> matrix = Definite(40);
        double[] b = [.. Enumerable.Range(0, 40).Select(i => 1.0 / (i + 1))], x = new double[40];
        SolveResult result = Solve(new DenseOperator(matrix), new DenseOperator(matrix.Inverse()), b, x, tolerance: 1e-8, limit: 5);
        Assert.Equal((SolveStatus.Converged, 1), (result.Status, result.Iterations));
    }

    [Fact]
    public void Solve_GivesZero_WhenTheRightHandSideIsZero()
    {
        double[] x = [1.0, 2.0];
        SolveResult result = Solve(DenseOperator.Identity(2), DenseOperator.Identity(2), [0.0, 0.0], x, tolerance: 1e-9, limit: 5);
        Assert.Equal(new SolveResult(SolveStatus.Converged, 0.0, 0), result);
        Assert.Equal([0.0, 0.0], x);
    }

    [Fact]
    public void Solve_SaysSo_WhenTheLimitComesFirst()
    {
        double[] x = new double[30];
        SolveResult result = Solve(new DenseOperator(Definite(30)), DenseOperator.Identity(30), [.. Enumerable.Repeat(1.0, 30)], x, tolerance: 1e-12, limit: 3);
        Assert.Equal((SolveStatus.IterationLimit, 3), (result.Status, result.Iterations));
        Assert.InRange(result.RelativeResidual, 1e-12, double.MaxValue);
        Assert.NotEqual(new double[30], x);
    }

    [Theory]
    [InlineData(-1.0, 1.0)]
    [InlineData(0.0, 0.0)]
    [InlineData(1.0, -1.0)]
    public void Solve_SaysSo_WhenTheOperatorIsNotPositiveDefinite(double first, double second)
    {
        double[] x = new double[2];
        SolveResult result = Solve(DenseOperator.Diagonal(first, second), DenseOperator.Identity(2), [1.0, 0.5], x, tolerance: 1e-9, limit: 10);
        Assert.Equal(SolveStatus.Indefinite, result.Status);
        Assert.All(x, element => Assert.True(double.IsFinite(element)));
    }

    private static SolveResult Solve(DenseOperator system, DenseOperator preconditioner, double[] b, double[] x, double tolerance, int limit)
    {
        Array.Clear(x);
        return BlockConjugateGradient.Solve(system, preconditioner, b, x, tolerance, limit, CancellationToken.None).Results[0];
    }

    /// <summary>Random directions with eigenvalues from 1 to 100.</summary>
    private static Matrix<double> Definite(int order)
    {
        Random random = new(order);
        Matrix<double> basis = Matrix<double>.Build.Dense(order, order, (_, _) => RandomRows.Normal(random)).QR().Q;
        double[] values = [.. Enumerable.Range(0, order).Select(i => Math.Pow(100.0, (double)i / order))];
        Matrix<double> matrix = basis * Matrix<double>.Build.DiagonalOfDiagonalArray(values) * basis.Transpose();
        return (matrix + matrix.Transpose()) / 2.0;
    }
}
