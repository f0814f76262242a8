using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>J Jᵀ v and J (W - W(0)) at a point that holds its weights.</summary>
public sealed class SearchProductTests
{
    [Theory]
    [InlineData(OutputWiring.Grouped)]
    [InlineData(OutputWiring.Dense)]
    public void Gram_IsTheDenseProduct_WithinItsBound(OutputWiring wiring)
    {
        using SteppedRun run = Moved(wiring);
        double[] v = [.. Enumerable.Range(0, run.Targets.Length).Select(p => (double)(float)Math.Sin(p + 1))], actual = new double[v.Length];
        run.State.SetDirection(v);
        run.State.Point.ApplyGram(run.State.Direction, actual);
        bool[] fires = run.Fires();
        DenseNetwork point = run.Point();
        Vector<double> expected = point.Gram(fires, run.Rows) * Vector<double>.Build.Dense(v);
        // Sums over outputs, over samples and over components, each a chain in fp32; norms of rows.
        double bound = SingleRounding.Gamma(run.Case.Outputs + run.Case.Samples + run.Case.Dimension + 4) * StepBounds.CofiringNorm(point, fires) * Dense.Norm(v);
        Check.Near(Dense.Distance(actual, [.. expected]), 0.0, bound, $"{run.Case}");
        Assert.True(bound < 1e-3 * expected.L2Norm());
    }

    [Theory]
    [InlineData(OutputWiring.Grouped)]
    [InlineData(OutputWiring.Dense)]
    public void Displacement_IsTheDenseOne_WithinItsBound(OutputWiring wiring)
    {
        using SteppedRun run = Moved(wiring);
        StepBounds bounds = new(run);
        DenseGaussNewton newton = new(run.Point(), run.Start.Weights, run.Fires(), run.Rows, run.Targets, ridge: 1.0, damping: 0.0);
        double[] actual = new double[run.Targets.Length], bound = bounds.Linear(newton);
        (double square, double largest) = run.State.Point.ApplyDisplacement(actual);
        double expected = Dense.Dot(newton.Displacement, newton.Displacement);
        for (int p = 0; p < actual.Length; p++) Check.Near(actual[p], newton.Linear[p], bound[p], $"{run.Case}: output {p}");
        Check.Near(square, expected, SingleRounding.Gamma(3) * expected, $"{run.Case}: squared displacement");
        double farthest = newton.Displacement.Chunk(run.Case.Dimension).Max(moved => Dense.Dot(moved, moved));
        Check.Near(largest, farthest, SingleRounding.Gamma(3) * farthest, $"{run.Case}: largest squared displacement");
        Assert.True(Dense.Norm(bound) < 1e-3 * Dense.Norm(newton.Linear));
    }

    private static SteppedRun Moved(OutputWiring wiring)
    {
        SteppedRun run = new(SearchCases.Descent(FireSearch.Dense) with { Wiring = wiring });
        DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
        run.State.Move(report.FirstLength, fromBase: true);
        return run;
    }
}
