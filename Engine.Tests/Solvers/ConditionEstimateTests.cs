using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Solvers;

public sealed class ConditionEstimateTests
{
    private static readonly CounterRandom s_random = new(11, 3);

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 10.0)]
    [InlineData(30, 1e3)]
    [InlineData(80, 1e6)]
    public void Of_IsExact_AtFullLength(int order, double condition)
    {
        Matrix<double> matrix = Matrices.Definite(order, condition, seed: order);
        ConditionEstimate estimate = ConditionEstimate.Of(new MatrixOperator(matrix), null, s_random, order, CancellationToken.None);
        double[] values = Matrices.Eigenvalues(matrix);
        double error = 16 * order * order * Rounding.Unit * values[^1];
        Check.Near(estimate.Largest, values[^1], error, $"largest");
        Check.Near(estimate.Smallest, values[0], error, $"smallest");
        Check.Near(estimate.Condition, condition, 1e-6 * condition, $"condition");
    }

    [Fact]
    public void Of_SeesThePreconditionedSystem()
    {
        const int Order = 40;
        Matrix<double> matrix = Matrices.Definite(Order, 1e4, seed: 1), half = Matrices.Definite(Order, 30, seed: 2);
        // The eigenvalues of M A are those of L^T A L for M = L L^T.
        Matrix<double> lower = half.Cholesky().Factor;
        double[] values = Matrices.Eigenvalues(lower.Transpose() * matrix * lower);
        ConditionEstimate estimate = ConditionEstimate.Of(new MatrixOperator(matrix), new MatrixOperator(half), s_random, Order, CancellationToken.None);
        Check.Near(estimate.Largest, values[^1], 1e-9 * values[^1], $"largest");
        Check.Near(estimate.Smallest, values[0], 1e-9 * values[^1], $"smallest");
    }

    [Fact]
    public void Of_GrowsTowardsTheTruth_FromInside()
    {
        Matrix<double> matrix = Matrices.Definite(60, 1e3, seed: 3);
        double last = 0;
        foreach (int steps in new[] { 1, 2, 5, 10, 20, 40, 60 })
        {
            ConditionEstimate estimate = ConditionEstimate.Of(new MatrixOperator(matrix), null, s_random, steps, CancellationToken.None);
            Assert.InRange(estimate.Condition, last * (1 - 1e-9), 1e3 * (1 + 1e-9));
            Assert.Equal(steps, estimate.Steps);
            last = estimate.Condition;
        }
    }

    [Fact]
    public void Of_Ends_WhenTheSpaceIsExhausted()
    {
        Matrix<double> matrix = Matrices.WithEigenvalues(4, [.. Enumerable.Range(0, 30).Select(i => 1.0 + i % 3)]);
        ConditionEstimate estimate = ConditionEstimate.Of(new MatrixOperator(matrix), null, s_random, 30, CancellationToken.None);
        Assert.Equal(3, estimate.Steps);
        Check.Near(estimate.Condition, 3, 1e-12, $"three eigenvalues");
    }
}
