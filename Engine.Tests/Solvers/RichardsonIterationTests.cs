using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class RichardsonIterationTests
{
    private const int Order = 24;

    /// <summary>Form, largest eigenvalue of the preconditioned system, whether that converges: below 2 in unit steps, below sqrt 2 squared.</summary>
    public static TheoryData<string, double, bool> Cases() => new()
    {
        { nameof(RichardsonForm.UnitStep), 1.4, true }, { nameof(RichardsonForm.UnitStep), 1.9, true }, { nameof(RichardsonForm.UnitStep), 2.1, false },
        { nameof(RichardsonForm.UnitStep), 2.6, false }, { nameof(RichardsonForm.UnitStep), 9, false },
        { nameof(RichardsonForm.Squared), 1.2, true }, { nameof(RichardsonForm.Squared), 1.38, true }, { nameof(RichardsonForm.Squared), 1.5, false },
        { nameof(RichardsonForm.Squared), 2.6, false }, { nameof(RichardsonForm.Squared), 9, false },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Solve_ConvergesExactly_WhereTheSpectrumAllows(string name, double largest, bool converges)
    {
        RichardsonForm form = Enum.Parse<RichardsonForm>(name);
        (Matrix<double> system, Matrix<double> preconditioner) = Pair(largest);
        double[] b = Matrices.Vector(Order, 1), x = new double[Order];
        SolveResult result = RichardsonIteration.Solve(
            new MatrixOperator(system), new MatrixOperator(preconditioner), form, b, x, 1e-10, 2000, CancellationToken.None);
        Assert.Equal(converges ? SolveStatus.Converged : SolveStatus.Diverged, result.Status);
        Assert.True(result.RelativeResidual <= 1);
        Check.Near(result.RelativeResidual, Matrices.Residual(system, b, x), 1e-12, $"residual of what is returned");

        // CG takes over from there, in the iterations that the spectrum [0.6, largest] allows it.
        SketchedRegressionResult whole = SketchedRegression.Solve(
            new MatrixOperator(system), new MatrixOperator(preconditioner), form, b, x, 1e-10, 2000, CancellationToken.None);
        Assert.Equal(!converges, whole.FellBack);
        Assert.Equal(SolveStatus.Converged, whole.Solve.Status);
        Assert.True(whole.Solve.RelativeResidual <= 1e-10);
        Check.Near(whole.Solve.RelativeResidual, Matrices.Residual(system, b, x), 1e-12, $"residual of what is returned");
        Assert.InRange(whole.Solve.Iterations - whole.Richardson.Iterations, 0, 60);
    }

    /// <summary>With M = G / c^2 for G of one eigenvalue, squared steps multiply the error by 1 - (c'/c)^2 exactly.</summary>
    [Fact]
    public void Squared_IsTheIterationOfThePaper()
    {
        Matrix<double> system = Matrices.Definite(Order, 7, seed: 5), preconditioner = system.Inverse() * 0.9;
        double[] b = Matrices.Vector(Order, 6), x = new double[Order];
        SolveResult result = RichardsonIteration.Solve(
            new MatrixOperator(system), new MatrixOperator((preconditioner + preconditioner.Transpose()) / 2), RichardsonForm.Squared, b, x, 1e-300, 3, CancellationToken.None);
        Check.Near(result.RelativeResidual, Math.Pow(1 - 0.81, 3), 1e-12, $"after 3 steps");
        result = RichardsonIteration.Solve(
            new MatrixOperator(system), new MatrixOperator((preconditioner + preconditioner.Transpose()) / 2), RichardsonForm.UnitStep, b, x, 1e-300, 3, CancellationToken.None);
        Check.Near(result.RelativeResidual, Math.Pow(1 - 0.9, 3), 1e-12, $"after 3 steps");
    }

    [Fact]
    public void Solve_SaysSo_WhenItHardlyMoves()
    {
        // An eigenvalue of 1e-3: 40 steps leave 96 %.
        Matrix<double> system = Matrices.WithEigenvalues(7, [1e-3, .. Enumerable.Repeat(1.0, 9)]);
        SolveResult result = RichardsonIteration.Solve(
            new MatrixOperator(system), MatrixOperator.Identity(10), RichardsonForm.UnitStep, Matrices.Vector(10, 8), new double[10], 1e-9, 10_000, CancellationToken.None);
        Assert.Equal(SolveStatus.Stagnated, result.Status);
        Assert.InRange(result.Iterations, 40, 80);
    }

    [Fact]
    public void Solve_GivesZero_WhenTheRightHandSideIsZero() => Assert.Equal(
        new SolveResult(SolveStatus.Converged, 0, 0),
        RichardsonIteration.Solve(MatrixOperator.Identity(3), MatrixOperator.Identity(3), RichardsonForm.Squared, new double[3], new double[3], 1e-9, 5, CancellationToken.None));

    [Fact]
    public void Solve_Stops_WhenCancelled() => Assert.Throws<OperationCanceledException>(() => RichardsonIteration.Solve(
        MatrixOperator.Identity(2), MatrixOperator.Identity(2), RichardsonForm.UnitStep, [1, 1], new double[2], 1e-9, 10, new CancellationToken(canceled: true)));

    /// <summary>G of condition 100 and M with eigenvalues of M G from 0.6 to the largest: M = G^(-1/2) H G^(-1/2).</summary>
    private static (Matrix<double> System, Matrix<double> Preconditioner) Pair(double largest)
    {
        double[] roots = [.. Enumerable.Range(0, Order).Select(i => Math.Pow(10, i / (Order - 1.0)))];
        Matrix<double> basis = Matrices.Normals(Order, Order, 2).QR().Q;
        Matrix<double> square = basis * Matrix<double>.Build.DiagonalOfDiagonalArray([.. roots.Select(root => root * root)]) * basis.Transpose();
        Matrix<double> inverse = basis * Matrix<double>.Build.DiagonalOfDiagonalArray([.. roots.Select(root => 1 / root)]) * basis.Transpose();
        Matrix<double> middle = Matrices.WithEigenvalues(3, [.. Enumerable.Range(0, Order).Select(i => 0.6 + (largest - 0.6) * i / (Order - 1))]);
        Matrix<double> preconditioner = inverse * middle * inverse;
        return ((square + square.Transpose()) / 2, (preconditioner + preconditioner.Transpose()) / 2);
    }
}
