using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class BlockConjugateGradientTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(13, 3)]
    [InlineData(60, 10)]
    public void Solve_ReportsTheTrueResidual_AndMeetsItsTolerance(int order, int count)
    {
        Matrix<double> matrix = Matrices.Definite(order, 100, seed: order);
        double[] b = Matrices.Vector(order * count, 1), x = new double[b.Length];
        BlockSolve solve = Solve(new MatrixOperator(matrix), MatrixOperator.Identity(order), b, x, 1e-9, 20 * order);
        Assert.True(solve.AllConverged);
        for (int q = 0; q < count; q++)
        {
            double residual = Matrices.Residual(matrix, b.AsSpan(q * order, order), x.AsSpan(q * order, order));
            Assert.True(solve.Results[q].RelativeResidual <= 1e-9);
            // Two ways to compute one residual, each off by the rounding of a product.
            double bound = 2 * Rounding.Gamma(order + 2) * 100 * order * Dense.Norm(x.AsSpan(q * order, order)) / Dense.Norm(b.AsSpan(q * order, order));
            Check.Near(solve.Results[q].RelativeResidual, residual, bound, $"right-hand side {q}");
        }
    }

    /// <summary>Sharing products changes nothing else: the block's solutions have the bits of solves one by one.</summary>
    [Fact]
    public void Solve_TreatsRightHandSidesIndependently()
    {
        const int Order = 40, Count = 7;
        Matrix<double> matrix = Matrices.Definite(Order, 1000, seed: 3);
        double[] b = Matrices.Vector(Order * Count, 2), x = new double[b.Length];
        // The fourth needs one step: it leaves first, and others take its place.
        Vector<double> eigenvector = matrix.Evd(Symmetricity.Symmetric).EigenVectors.Column(5);
        eigenvector.ToArray().CopyTo(b.AsSpan(3 * Order));
        Array.Clear(b, 5 * Order, Order);
        BlockSolve together = Solve(new MatrixOperator(matrix), MatrixOperator.Identity(Order), b, x, 1e-8, 500);
        Assert.True(together.AllConverged);
        Assert.Equal(new SolveResult(SolveStatus.Converged, 0, 0), together.Results[5]);
        Assert.InRange(together.Results[3].Iterations, 1, 3);
        for (int q = 0; q < Count; q++)
        {
            double[] alone = new double[Order];
            BlockSolve one = Solve(new MatrixOperator(matrix), MatrixOperator.Identity(Order), b[(q * Order)..((q + 1) * Order)], alone, 1e-8, 500);
            Assert.Equal(alone, x[(q * Order)..((q + 1) * Order)]);
            Assert.Equal(one.Results[0], together.Results[q]);
        }
    }

    [Fact]
    public void Solve_SharesProducts()
    {
        const int Order = 50, Count = 8;
        MatrixOperator system = new(Matrices.Definite(Order, 50, seed: 4)), preconditioner = MatrixOperator.Identity(Order);
        BlockSolve solve = Solve(system, preconditioner, Matrices.Vector(Order * Count, 5), new double[Order * Count], 1e-6, 200);
        int slowest = solve.Results.Max(result => result.Iterations);
        Assert.Equal(slowest + 1, solve.Applications);
        Assert.Equal(solve.Applications, system.Products);
        Assert.Equal(solve.Results.Sum(result => result.Iterations) + Count, system.Vectors);
        Assert.InRange(preconditioner.Products, slowest, slowest + 1);
    }

    [Fact]
    public void Solve_GoesOn_FromWhereItStarts()
    {
        const int Order = 30;
        Matrix<double> matrix = Matrices.Definite(Order, 100, seed: 6);
        double[] b = Matrices.Vector(Order, 7), x = new double[Order];
        Solve(new MatrixOperator(matrix), MatrixOperator.Identity(Order), b, x, 1e-10, 500);
        SolveResult again = Solve(new MatrixOperator(matrix), MatrixOperator.Identity(Order), b, x, 1e-9, 500).Results[0];
        Assert.Equal((SolveStatus.Converged, 0), (again.Status, again.Iterations));
    }

    [Fact]
    public void Solve_NeedsOneStep_WhenThePreconditionerIsTheInverse()
    {
        Matrix<double> matrix = Matrices.Definite(40, 1e4, seed: 8);
        BlockSolve solve = Solve(new MatrixOperator(matrix), new MatrixOperator(matrix.Inverse()), Matrices.Vector(120, 9), new double[120], 1e-8, 5);
        Assert.All(solve.Results, result => Assert.Equal((SolveStatus.Converged, 1), (result.Status, result.Iterations)));
    }

    [Fact]
    public void Solve_SaysHowFarItCame()
    {
        Matrix<double> matrix = Matrices.Definite(40, 1e4, seed: 10);
        double[] b = Matrices.Vector(40, 11), x = new double[40];
        SolveResult limited = Solve(new MatrixOperator(matrix), MatrixOperator.Identity(40), b, x, 1e-12, 4).Results[0];
        Assert.Equal((SolveStatus.IterationLimit, 4), (limited.Status, limited.Iterations));
        Check.Near(limited.RelativeResidual, Matrices.Residual(matrix, b, x), 1e-9, $"residual");

        Array.Clear(x);
        SolveResult indefinite = Solve(new MatrixOperator(-matrix), MatrixOperator.Identity(40), b, x, 1e-12, 4).Results[0];
        Assert.Equal((SolveStatus.Indefinite, 1.0), (indefinite.Status, indefinite.RelativeResidual));

        // Beyond what fp64 resolves with this condition number: it stops by itself, and says with what residual.
        Array.Clear(x);
        SolveResult stuck = Solve(new MatrixOperator(matrix), MatrixOperator.Identity(40), b, x, 1e-18, 100_000).Results[0];
        Assert.Equal(SolveStatus.Stagnated, stuck.Status);
        Assert.InRange(stuck.RelativeResidual, 1e-18, 1e-10);
        Check.Near(stuck.RelativeResidual, Matrices.Residual(matrix, b, x), 1e-10, $"residual");
    }

    [Fact]
    public void Solve_StagnatesOnWhatTheRangeDoesNotReach()
    {
        // A singular system and a preconditioner of its range; b has a part outside.
        Matrix<double> matrix = Matrices.WithEigenvalues(12, [.. Enumerable.Range(0, 20).Select(i => i < 5 ? 0.0 : 1.0 + i)]);
        Matrix<double> inverse = matrix.PseudoInverse();
        double[] b = Matrices.Vector(20, 13), x = new double[20];
        SolveResult result = Solve(new MatrixOperator(matrix), new MatrixOperator((inverse + inverse.Transpose()) / 2), b, x, 1e-8, 50).Results[0];
        Assert.Equal(SolveStatus.Stagnated, result.Status);
        Vector<double> outside = Vector<double>.Build.Dense(b) - matrix * (inverse * Vector<double>.Build.Dense(b));
        Check.Near(result.RelativeResidual, outside.L2Norm() / Dense.Norm(b), 1e-8, $"the part outside");
    }

    [Fact]
    public void Solve_Stops_WhenCancelled() => Assert.Throws<OperationCanceledException>(() => BlockConjugateGradient.Solve(
        MatrixOperator.Identity(2), MatrixOperator.Identity(2), [1.0, 1.0], new double[2], 1e-9, 10, new CancellationToken(canceled: true)));

    [Fact]
    public void Solve_RefusesLengthsThatDoNotFit() =>
        Assert.Throws<ArgumentException>(() => Solve(MatrixOperator.Identity(2), MatrixOperator.Identity(2), [1.0, 1.0, 1.0], new double[3], 1e-9, 10));

    private static BlockSolve Solve(ILinearOperator system, ILinearOperator preconditioner, double[] b, double[] x, double tolerance, int limit) =>
        BlockConjugateGradient.Solve(system, preconditioner, b, x, tolerance, limit, CancellationToken.None);
}
