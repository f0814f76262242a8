using Engine.Kernels;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class CholeskySolveTests : IDisposable
{
    private readonly WorkerTeam _team = new(2);

    public static TheoryData<int, bool> OrdersAndWidths => DefiniteMatrices.OrdersAndWidths();

    [Theory, MemberData(nameof(OrdersAndWidths))]
    public void Solve_MeetsHighamTheorem10_4_RowByRow(int order, bool wide)
    {
        const int count = 11;
        double[,] given = DefiniteMatrices.KernelMatrix(order, ridge: 1e-3, seed: order);
        using GuardedMatrix matrix = GuardedMatrix.Of(given);
        using Cholesky cholesky = new(order, _team, wide);
        Assert.Equal(FactorStatus.Success, matrix.Factor(cholesky).Status);
        Random random = new(order);
        double[] rightHandSides = new double[count * order];
        foreach (ref double element in rightHandSides.AsSpan()) element = 2.0 * random.NextDouble() - 1.0;
        double[] solutions = [.. rightHandSides];

        cholesky.Solve(solutions);

        double[][] magnitude = MagnitudeOfFactor(matrix.Lower());
        double[][] full = DefiniteMatrices.Rows(Symmetric(given));
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<double> x = solutions.AsSpan(k * order, order);
            for (int row = 0; row < order; row++)
            {
                double error = Math.Abs(Rounding.Residual(rightHandSides[k * order + row], full[row], x, order));
                double bound = Rounding.Gamma(3 * order + 1) * Rounding.AbsoluteDot(magnitude[row], x, order);
                Assert.True(error <= bound, $"n={order}, right-hand side {k}, row {row}: residual {error:e3} > bound {bound:e3}.");
            }
        }
    }

    [Fact]
    public void Solve_GivesTheSameBits_AloneOrAmongOthers()
    {
        const int order = 131, count = 19;
        using GuardedMatrix matrix = GuardedMatrix.Of(DefiniteMatrices.KernelMatrix(order, ridge: 1e-3, seed: 5));
        using Cholesky cholesky = new(order, _team);
        Assert.Equal(FactorStatus.Success, matrix.Factor(cholesky).Status);
        Random random = new(6);
        double[] together = new double[count * order];
        foreach (ref double element in together.AsSpan()) element = random.NextDouble();
        double[] alone = [.. together];

        cholesky.Solve(together);
        for (int k = 0; k < count; k++) cholesky.Solve(alone.AsSpan(k * order, order));

        Assert.Equal(alone, together);
        Assert.True(matrix.GuardsAreIntact());
    }

    [Theory, MemberData(nameof(OrdersAndWidths))]
    public void InverseDiagonal_IsExact_WhenTheInverseOfLIsDyadic(int order, bool wide)
    {
        // L = U D with U integer of unit diagonal, hence with an integer inverse, and D of powers of two.
        double[,] unit = DyadicFactors.UnitFactor(order, seed: order);
        double[] scale = DyadicFactors.Scale(order);
        using GuardedMatrix matrix = GuardedMatrix.Of(DefiniteMatrices.Square(DyadicFactors.ScaleColumns(unit, scale)));
        using Cholesky cholesky = new(500, _team, wide);
        Assert.Equal(FactorStatus.Success, matrix.Factor(cholesky).Status);
        double[] diagonal = new double[order];

        double trace = cholesky.InverseDiagonal(diagonal);

        double[] expected = DyadicFactors.InverseDiagonal(unit, scale);
        Assert.Equal(expected, diagonal);
        Assert.Equal(expected.Sum(), trace);
        Assert.True(matrix.GuardsAreIntact());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(97)]
    [InlineData(200)]
    public void InverseDiagonal_AgreesWithMathNet_WithinTheBoundsOfBoth(int order)
    {
        double[,] given = DefiniteMatrices.KernelMatrix(order, ridge: 1.0, seed: 7);
        using GuardedMatrix matrix = GuardedMatrix.Of(given);
        using Cholesky cholesky = new(order, _team);
        Assert.Equal(FactorStatus.Success, matrix.Factor(cholesky).Status);
        double[] diagonal = new double[order];
        cholesky.InverseDiagonal(diagonal);

        Matrix<double> full = Matrix<double>.Build.DenseOfArray(Symmetric(given));
        Matrix<double> reference = full.Inverse();
        double defect = Defect(reference, full);
        double referenceError = defect / (1.0 - defect) * reference.InfinityNorm();
        double bound = InverseBound(order, full.InfinityNorm(), reference.InfinityNorm() + referenceError) + referenceError;
        for (int i = 0; i < order; i++)
        {
            double error = Math.Abs(diagonal[i] - reference[i, i]);
            Assert.True(error <= bound, $"n={order}, element {i}: error {error:e3} > bound {bound:e3}.");
        }
    }

    [Fact]
    public void Solves_RefuseWrongLengths_AndADisposedFactor()
    {
        NativeBuffer<double> identity = new(4);
        identity.Slice(0, 4)[0] = identity.Slice(0, 4)[3] = 1.0;
        using Cholesky cholesky = new(2, _team);
        Assert.Equal(FactorStatus.Success, cholesky.Factor(identity, 2).Status);

        Assert.Throws<ArgumentException>(() => cholesky.Solve(new double[3]));
        Assert.Throws<ArgumentException>(() => cholesky.InverseDiagonal(new double[3]));
        identity.Dispose();
        Assert.Throws<ObjectDisposedException>(() => cholesky.Solve(new double[2]));
        Assert.Throws<ObjectDisposedException>(() => cholesky.InverseDiagonal(new double[2]));
    }

    public void Dispose() => _team.Dispose();

    /// <summary>|L| |Lᵀ|.</summary>
    private static double[][] MagnitudeOfFactor(double[,] lower)
    {
        double[][] rows = DefiniteMatrices.Rows(lower);
        double[,] product = new double[rows.Length, rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column <= row; column++)
                product[row, column] = Rounding.AbsoluteDot(rows[row], rows[column], column + 1);
        }

        return DefiniteMatrices.Rows(Symmetric(product));
    }

    private static double[,] Symmetric(double[,] lower)
    {
        double[,] full = (double[,])lower.Clone();
        for (int row = 0; row < full.GetLength(0); row++)
        {
            for (int column = 0; column < row; column++) full[column, row] = full[row, column];
        }

        return full;
    }

    /// <summary>‖I - R A‖ in the infinity norm, in twice the working precision; |A⁻¹ - R| is then at most δ / (1 - δ) ‖R‖.</summary>
    private static double Defect(Matrix<double> inverse, Matrix<double> full)
    {
        double[][] left = inverse.ToRowArrays();
        double[][] right = full.ToColumnArrays();
        double largest = 0.0;
        for (int row = 0; row < left.Length; row++)
        {
            double sum = 0.0;
            for (int column = 0; column < right.Length; column++)
                sum += Math.Abs(Rounding.Residual(row == column ? 1.0 : 0.0, left[row], right[column], right.Length));
            largest = Math.Max(largest, sum);
        }

        return largest;
    }

    /// <summary>Bound on the error of an element of diag(A⁻¹); a and b bound the spectral norms of A and of A⁻¹.</summary>
    /// <remarks>
    /// Three errors in turn. The factor is that of A + E with ‖E‖ ≤ n γ_{n+1} a / (1 - n γ_{n+1}) (Higham, Theorem 10.3 and (10.7)), which
    /// moves the inverse by at most b² ‖E‖ / (1 - b ‖E‖). With κ the condition number of A + E, a column x of L⁻¹ by substitution is off
    /// by at most γ_n |L⁻¹| |L| |x̂| (Theorem 8.5), in norm γ_n n √κ ‖x̂‖. The sum of its n squares is off by γ_n.
    /// </remarks>
    private static double InverseBound(int order, double a, double b)
    {
        double perturbation = order * Rounding.Gamma(order + 1) * a / (1.0 - order * Rounding.Gamma(order + 1));
        Assert.True(b * perturbation < 0.5, "The matrix is too ill-conditioned for this bound.");
        double moved = b * b * perturbation / (1.0 - b * perturbation);
        double condition = (a + perturbation) * (b + moved);
        double column = Rounding.Gamma(order) * order * Math.Sqrt(condition);
        column /= 1.0 - column;
        double squares = (1.0 + column) * (1.0 + column) * (1.0 + Rounding.Gamma(order)) - 1.0;
        return moved + squares * (b + moved);
    }
}
