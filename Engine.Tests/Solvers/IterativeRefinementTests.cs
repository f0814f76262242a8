using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class IterativeRefinementTests
{
    /// <summary>An fp32 inverse leaves about cond(A) 2^-24 of the residual: a few passes reach fp64, which it never does alone.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(100.0)]
    [InlineData(10_000.0)]
    public void Solve_ReachesDoublePrecision_FromASinglePrecisionInverse(double condition)
    {
        const int Order = 50, Count = 3;
        Matrix<double> matrix = Matrices.Definite(Order, condition, seed: 1), inverse = matrix.Inverse();
        double[] b = Matrices.Vector(Order * Count, 2), x = new double[b.Length];
        // Sizes from 1e-40 to 1e40, where fp32 has neither small nor large enough numbers.
        for (int i = 0; i < Order; i++) (b[i], b[Order + i]) = (b[i] * 1e-40, b[Order + i] * 1e40);
        SinglePrecision inner = new(new MatrixOperator((inverse + inverse.Transpose()) / 2));
        BlockSolve solve = IterativeRefinement.Solve(new MatrixOperator(matrix), inner, b, x, 1e-13 * Math.Sqrt(condition), 30, CancellationToken.None);
        Assert.True(solve.AllConverged, $"{solve.LargestResidual}");
        for (int q = 0; q < Count; q++)
        {
            Check.Near(
                solve.Results[q].RelativeResidual, Matrices.Residual(matrix, b.AsSpan(q * Order, Order), x.AsSpan(q * Order, Order)), 1e-13 * condition, $"residual {q}");
        }

        Assert.InRange(solve.Applications, 2, 8);
    }

    /// <summary>An inner CG to 1e-3 multiplies the residual by at most that, every pass.</summary>
    [Fact]
    public void Solve_ContractsByTheToleranceOfItsInnerSolve()
    {
        const int Order = 60;
        Matrix<double> matrix = Matrices.Definite(Order, 300, seed: 3);
        double[] b = Matrices.Vector(Order, 4), x = new double[Order];
        InnerSolve inner = new(new MatrixOperator(matrix), MatrixOperator.Identity(Order), 1e-3, 500, CancellationToken.None);
        BlockSolve solve = IterativeRefinement.Solve(new MatrixOperator(matrix), inner, b, x, 1e-11, 30, CancellationToken.None);
        Assert.True(solve.AllConverged);
        Assert.InRange(solve.Results[0].Iterations, 2, 4);
        Assert.True(inner.Iterations > 3 * solve.Results[0].Iterations);
    }

    [Fact]
    public void Solve_SaysSo_WhenTheInnerSolveIsNone()
    {
        Matrix<double> matrix = Matrices.Definite(10, 5, seed: 5);
        double[] b = Matrices.Vector(10, 6), x = new double[10];
        SolveResult diverged = IterativeRefinement.Solve(
            new MatrixOperator(matrix), new MatrixOperator(-matrix), b, x, 1e-10, 30, CancellationToken.None).Results[0];
        Assert.Equal((SolveStatus.Diverged, 1.0), (diverged.Status, diverged.RelativeResidual));
        Assert.Equal(new double[10], x);

        Matrix<double> inverse = matrix.Inverse();
        SolveResult stuck = IterativeRefinement.Solve(
            new MatrixOperator(matrix), new MatrixOperator((inverse + inverse.Transpose()) / 2), b, x, 1e-18, 30, CancellationToken.None).Results[0];
        Assert.Equal(SolveStatus.Stagnated, stuck.Status);
        Assert.InRange(stuck.RelativeResidual, 1e-18, 1e-14);
        Check.Near(stuck.RelativeResidual, Matrices.Residual(matrix, b, x), 1e-15, $"residual");

        SolveResult limited = IterativeRefinement.Solve(
            new MatrixOperator(matrix), new MatrixOperator(0.6 * (inverse + inverse.Transpose()) / 2), b, x, 1e-10, 2, CancellationToken.None).Results[0];
        Assert.Equal((SolveStatus.IterationLimit, 2), (limited.Status, limited.Iterations));
        Check.Near(limited.RelativeResidual, 0.16, 1e-12, $"two passes that leave 0.4");
    }
}
