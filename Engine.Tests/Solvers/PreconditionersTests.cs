using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

/// <summary>What each preconditioner is, on matrices that are known; what they do for networks stands in <see cref="SolverClaimTests"/>.</summary>
public sealed class PreconditionersTests
{
    [Fact]
    public void Cholesky_IsTheInverse()
    {
        Matrix<double> matrix = Matrices.Definite(37, 1e3, seed: 1);
        using WorkerTeam team = new(2);
        using CholeskyPreconditioner preconditioner = CholeskyPreconditioner.TryBuild(37, (target, stride) => Matrices.FillLower(matrix, target, stride), 0.5, team)!;
        Same((matrix + 0.5 * Matrix<double>.Build.DenseIdentity(37)).Inverse(), Matrices.Of(preconditioner), 1e-11, "inverse");
        Assert.Equal((0.5, 37), (preconditioner.Shift, preconditioner.Rank));
    }

    [Fact]
    public void Cholesky_AddsToTheDiagonal_UntilItCanFactor()
    {
        Matrix<double> singular = Matrices.WithEigenvalues(2, [.. Enumerable.Range(0, 20).Select(i => i < 8 ? 0.0 : 1.0)]) - 1e-6 * Matrix<double>.Build.DenseIdentity(20);
        using WorkerTeam team = new(1);
        using CholeskyPreconditioner preconditioner = CholeskyPreconditioner.TryBuild(20, (target, stride) => Matrices.FillLower(singular, target, stride), 0, team)!;
        Assert.InRange(preconditioner.Shift, 1e-6, 1.1e-5);
        // What it stands for is the shifted matrix: not a spoiled one of an earlier attempt.
        Matrix<double> expected = (singular + preconditioner.Shift * Matrix<double>.Build.DenseIdentity(20)).Inverse();
        Same(expected, Matrices.Of(preconditioner), 1e-5 * expected.FrobeniusNorm(), "shifted");
        Assert.Null(CholeskyPreconditioner.TryBuild(2, (target, stride) => target.Slice(0, 10).Fill(double.NaN), 0, team));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(40)]
    public void LowerTriangle_IsTheWholeMatrix(int order)
    {
        Matrix<double> matrix = Matrices.Definite(order, 50, seed: order);
        using NativeBuffer<double> lower = new(order * (order + 2L));
        lower.Slice(0, order * (order + 2)).Fill(double.NaN);
        Matrices.FillLower(matrix, lower, order + 2);
        Same(matrix, Matrices.Of(new LowerTriangle(lower, order, order + 2)), 0, "matrix");
    }

    [Fact]
    public void Spectral_IsItsFormula()
    {
        const int Order = 700, Rank = 5;
        Matrix<double> basis = Matrices.Normals(Order, Rank, 3).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        double[] weights = [3, 1, 0.5, 0.25, 0.1], x = Matrices.Vector(2 * Order, 4), y = new double[2 * Order];
        using WorkerTeam team = new(3);
        NativeBuffer<double> rows = new(Order * Rank);
        for (int i = 0; i < Rank; i++) basis.Column(i).ToArray().CopyTo(rows.Slice(i * Order, Order));
        using SpectralPreconditioner preconditioner = new(rows, Order, weights, tail: 0.05, shift: 0, team);
        preconditioner.ApplyAll(x, y);
        for (int q = 0; q < 2; q++)
        {
            Vector<double> vector = Vector<double>.Build.Dense(x[(q * Order)..((q + 1) * Order)]), coordinates = basis.Transpose() * vector;
            Vector<double> expected = basis * coordinates.PointwiseMultiply(Vector<double>.Build.Dense(weights)) + 0.05 * (vector - basis * coordinates);
            for (int i = 0; i < Order; i++) Check.Near(y[q * Order + i], expected[i], 1e-12, $"vector {q}, element {i}");
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Sketch_IsTheInverseOfItsGram(double ridge)
    {
        const int Order = 30, Depth = 150;
        Matrix<double> rows = Matrices.Normals(Order, Depth, 5);
        using WorkerTeam team = new(2);
        using NativeBuffer<float> sketched = Rounded(rows);
        using IPreconditioner preconditioner = SketchPreconditioner.TryBuild(sketched, Order, Depth, ridge, team)!;
        Assert.IsType<CholeskyPreconditioner>(preconditioner);
        Assert.Equal((Order, ridge), (preconditioner.Rank, preconditioner.Shift));
        Matrix<double> expected = (rows.TransposeAndMultiply(rows) + ridge * Matrix<double>.Build.DenseIdentity(Order)).Inverse();
        // The rows were rounded to fp32; the Gram matrix has condition (1 + e)^2 / (1 - e)^2 = 7.
        Same(expected, Matrices.Of(preconditioner), 100 * SingleRounding.Gamma(Depth) * expected.FrobeniusNorm(), "inverse");
    }

    /// <summary>RandLAPACK's rule: what is below n eps of the largest singular value is cut off, unless a ridge lifts it.</summary>
    [Fact]
    public void Sketch_CutsRank_WhenRowsAreNotIndependent()
    {
        const int Order = 24, Depth = 100, Independent = 15;
        Matrix<double> rows = Matrices.Normals(Order, Independent, 6) * Matrices.Normals(Independent, Depth, 7);
        using WorkerTeam team = new(2);
        using NativeBuffer<float> sketched = Rounded(rows);
        using IPreconditioner cut = SketchPreconditioner.TryBuild(sketched, Order, Depth, 0, team)!;
        Assert.Equal(Independent, cut.Rank);
        Matrix<double> gram = rows.TransposeAndMultiply(rows), expected = gram.PseudoInverse();
        Same(expected, Matrices.Of(cut), 1e-3 * expected.FrobeniusNorm(), "pseudo-inverse");

        // Twins with equal targets: conjugate gradients inside the range solve the singular system.
        double[] b = [.. gram * Vector<double>.Build.Dense(Matrices.Vector(Order, 8))], x = new double[Order];
        BlockSolve solve = BlockConjugateGradient.Solve(new MatrixOperator(gram), cut, b, x, 1e-6, 20, CancellationToken.None);
        Assert.True(solve.AllConverged);

        double ridge = 0.1 * gram.Trace() / Order;
        using IPreconditioner lifted = SketchPreconditioner.TryBuild(sketched, Order, Depth, ridge, team)!;
        Assert.Equal(Order, lifted.Rank);
        Same((gram + ridge * Matrix<double>.Build.DenseIdentity(Order)).Inverse(), Matrices.Of(lifted), 1e-3 / ridge, "ridge");
    }

    /// <summary>A singular value at three times the limit stays, one at a third of it goes; fp32 rounding of the rows is an eighth of that.</summary>
    [Fact]
    public void Sketch_CutsAtTheLimitOfTheRule()
    {
        const int Order = 24, Depth = 60;
        double limit = Order * Math.Pow(2, -23);
        double[] values = [.. Enumerable.Range(0, Order).Select(i => i == 0 ? limit / 3 : i == 1 ? 3 * limit : 1.0)];
        Matrix<double> right = Matrices.Normals(Depth, Order, 12).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        Matrix<double> rows = Matrices.WithEigenvalues(13, values) * right.Transpose();
        using WorkerTeam team = new(1);
        using NativeBuffer<float> sketched = Rounded(rows);
        using IPreconditioner cut = SketchPreconditioner.TryBuild(sketched, Order, Depth, 0, team)!;
        Assert.Equal(Order - 1, cut.Rank);
    }

    [Fact]
    public void Sketch_IsNull_WhenItHoldsANaN()
    {
        using WorkerTeam team = new(1);
        using NativeBuffer<float> sketched = new(12);
        sketched.Slice(0, 12).Fill(float.NaN);
        Assert.Null(SketchPreconditioner.TryBuild(sketched, 3, 4, 0, team));
    }

    /// <summary>With l at or above the rank of A the approximation is exact (Frangella, Tropp and Udell, section 2.2).</summary>
    [Theory]
    [InlineData(12, 12)]
    [InlineData(12, 20)]
    [InlineData(60, 60)]
    public void Nystrom_IsTheInverse_WhenItsRankSuffices(int rank, int columns)
    {
        const int Order = 60;
        const double Ridge = 0.01;
        Matrix<double> matrix = Matrices.WithEigenvalues(9, [.. Enumerable.Range(0, Order).Select(i => i < rank ? 1.0 + i : 0.0)]);
        using WorkerTeam team = new(2);
        using SpectralPreconditioner preconditioner = NystromPreconditioner.TryBuild(new MatrixOperator(matrix), columns, Ridge, new CounterRandom(1, 2), team)!;
        MatrixOperator system = new(matrix + Ridge * Matrix<double>.Build.DenseIdentity(Order));
        ConditionEstimate estimate = ConditionEstimate.Of(system, preconditioner, new CounterRandom(3, 4), Order, CancellationToken.None);
        // The tail's weight is that of the smallest eigenvalue in U: the whole is the inverse up to that weight's ratio to 1 / mu.
        double expected = columns == rank && rank < Order ? (1 + Ridge) / Ridge : 1;
        Check.Near(estimate.Condition, expected, 1e-6 * expected, $"condition");
    }

    /// <summary>Theorem 5.1: condition below 28 in expectation from twice the effective dimension on; here the mean of 20 draws.</summary>
    [Fact]
    public void Nystrom_BringsTheConditionNumberDown_FromTwiceTheEffectiveDimensionOn()
    {
        const int Order = 120;
        double[] values = [.. Enumerable.Range(1, Order).Select(i => Math.Pow(i, -4.0))];
        const double Ridge = 1e-5;
        Matrix<double> matrix = Matrices.WithEigenvalues(10, values);
        int columns = 2 * (int)Math.Ceiling(1.5 * values.Sum(value => value / (value + Ridge))) + 1;
        Assert.InRange(columns, 20, Order / 2 + 10);
        using WorkerTeam team = new(1);
        MatrixOperator system = new(matrix + Ridge * Matrix<double>.Build.DenseIdentity(Order));
        double mean = 0;
        for (uint draw = 0; draw < 20; draw++)
        {
            using SpectralPreconditioner preconditioner = NystromPreconditioner.TryBuild(new MatrixOperator(matrix), columns, Ridge, new CounterRandom(5, draw), team)!;
            mean += ConditionEstimate.Of(system, preconditioner, new CounterRandom(6, draw), Order, CancellationToken.None).Condition / 20;
        }

        Assert.InRange(mean, 1, 28);
        Assert.True(values[0] / Ridge > 28 * 28);
    }

    [Fact]
    public void Nystrom_GivesTheSameBits_ForEveryTeamSize_AndRefusesWhatIsNotDefinite()
    {
        Matrix<double> matrix = Matrices.Definite(50, 1e3, seed: 11);
        using WorkerTeam one = new(1), three = new(3);
        using SpectralPreconditioner first = NystromPreconditioner.TryBuild(new MatrixOperator(matrix), 20, 0.1, new CounterRandom(1, 2), one)!;
        using SpectralPreconditioner second = NystromPreconditioner.TryBuild(new MatrixOperator(matrix), 20, 0.1, new CounterRandom(1, 2), three)!;
        Assert.Equal(Matrices.Of(first), Matrices.Of(second));
        Assert.Null(NystromPreconditioner.TryBuild(new MatrixOperator(-matrix), 20, 0.1, new CounterRandom(1, 2), one));
        Assert.Throws<ArgumentOutOfRangeException>(() => NystromPreconditioner.TryBuild(new MatrixOperator(matrix), 51, 0, new CounterRandom(1, 2), one));
    }

    private static NativeBuffer<float> Rounded(Matrix<double> rows)
    {
        NativeBuffer<float> sketched = new(rows.RowCount * rows.ColumnCount);
        for (int i = 0; i < rows.RowCount; i++)
        {
            for (int j = 0; j < rows.ColumnCount; j++) sketched.Slice(i * rows.ColumnCount + j, 1)[0] = (float)rows[i, j];
        }

        return sketched;
    }

    private static void Same(Matrix<double> expected, Matrix<double> actual, double bound, string what) =>
        Check.Near((actual - expected).FrobeniusNorm(), 0, bound, $"{what}");
}
