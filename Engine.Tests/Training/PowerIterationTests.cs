using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training;

public sealed class PowerIterationTests
{
    [Theory]
    [InlineData(10.0, 1.0, 0.5)]
    [InlineData(3.0, 0.0, 0.0)]
    [InlineData(5.0, 5.0, 5.0)]
    public void Largest_FindsTheLargestEigenvalue(params double[] values)
    {
        (double eigenvalue, int iterations) = PowerIteration.Largest(DenseOperator.Diagonal(values), new CounterRandom(1, 2), 1e-12, 200, CancellationToken.None);
        // The quotient approaches from below; with the ratios of these matrices it stands still only when the rest is below its own square.
        Check.Near(eigenvalue, values.Max(), 1e-11 * values.Max(), $"largest of {values.Length} eigenvalues");
        Assert.InRange(iterations, 1, 199);
    }

    /// <summary>A Rayleigh quotient is a lower bound; that is what makes 1 / quotient at most twice too long as a step.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Largest_IsALowerBoundThatGrows(int seed)
    {
        using SteppedRun run = new(new TrainingCase { Seed = seed, Outputs = 2, Wiring = OutputWiring.Dense });
        Matrix<double> gram = run.Start.Gram(run.Fires(), run.Rows);
        double largest = gram.Evd(Symmetricity.Symmetric).EigenValues.Max(value => value.Real), last = 0.0;
        for (int limit = 1; limit <= 12; limit++)
        {
            (double quotient, int iterations) = PowerIteration.Largest(
                new DenseOperator(gram), new CounterRandom((ulong)seed, 2), tolerance: 0.0, limit, CancellationToken.None);
            Assert.Equal(limit, iterations);
            Assert.True(quotient >= last * (1.0 - Rounding.Gamma(4 * gram.RowCount)));
            Assert.True(quotient <= largest * (1.0 + Rounding.Gamma(4 * gram.RowCount)));
            last = quotient;
        }

        // The sparse operator of a run is off by the rounding of its fp32 products, in norm, and so is its quotient.
        (double sparse, _) = PowerIteration.Largest(
            new GramOperator(run.State, ridge: 0.0), new CounterRandom((ulong)seed, 2), tolerance: 1e-2, iterationLimit: 100, CancellationToken.None);
        double error = SingleRounding.Gamma(run.Case.Outputs + run.Case.Samples + run.Case.Dimension + 5) * StepBounds.CofiringNorm(run.Start, run.Fires());
        Assert.InRange(sparse, 0.5 * largest, largest + error);
    }

    [Fact]
    public void Largest_IsZero_WhenTheOperatorIsZero() => Assert.Equal(
        (0.0, 1), PowerIteration.Largest(DenseOperator.Diagonal(0.0, 0.0), new CounterRandom(1, 2), 1e-2, 10, CancellationToken.None));

    [Fact]
    public void Largest_Stops_WhenCancelled() => Assert.Throws<OperationCanceledException>(
        () => PowerIteration.Largest(DenseOperator.Identity(3), new CounterRandom(1, 2), 1e-2, 10, new CancellationToken(canceled: true)));
}
