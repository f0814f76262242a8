using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training;

public sealed class RidgeTests
{
    /// <summary>
    /// With targets this near and a large ridge no pair changes side, f is affine on the way, and one step ends at the minimum. There g solves
    /// (J Jᵀ + μ + δ) g = f - y - J (W - W(0)) + r and W - W(0) = -Jᵀ g + ρ, so the gradient Jᵀ (f - y) + μ (W - W(0)) equals
    /// δ Jᵀ g + Jᵀ r + (Jᵀ J + μ) ρ: the damping δ, the residual r, measured, and the rounding ρ of the coefficients.
    /// </summary>
    [Theory]
    [InlineData(OutputWiring.Grouped, 3.0)]
    [InlineData(OutputWiring.Dense, 3.0)]
    [InlineData(OutputWiring.Grouped, 30.0)]
    public void Limit_IsStationary_WhenNoPairChangesSide(OutputWiring wiring, double ridge)
    {
        TrainingOptions options = new() { Ridge = ridge, Threads = 1 };
        TrainingCase given = new() { Width = 512, Samples = 12, Outputs = 2, Wiring = wiring, Nearness = 0.003, Seed = 4, Options = options };
        TrainedRun trained = given.Train();
        Assert.Equal(TrainingStatus.Converged, trained.Result.Status);

        using SteppedRun run = new(given);
        StepBounds bounds = new(run);
        bool[] fires = run.Fires();
        for (int step = 1; step <= trained.Result.Steps; step++)
        {
            DenseGaussNewton newton = new(run.Point(), run.Start.Weights, fires, run.Rows, run.Targets, run.State.Ridge, given.Options.Damping);
            DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
            double residual = (newton.System * Vector<double>.Build.Dense(run.Gradient()) - newton.RightHandSide).L2Norm();
            double share = BacktrackingLineSearch.Take(run.State, report, refreshAll: false), rounding = bounds.Rounding.Advance(share, share);
            Assert.Equal(fires, run.Fires());
            if (step > 1 || share < 1.0) continue;

            double[] gradient = Gradient(run, out DenseNetwork after);
            double largest = newton.Gram.Evd(Symmetricity.Symmetric).EigenValues.Max(value => value.Real);
            double damping = (newton.Shifts - run.State.Ridge).AbsoluteMaximum() * Dense.Distance(after.Weights, run.Start.Weights);
            double bound = damping + Math.Sqrt(largest) * residual + (largest + run.State.Ridge) * rounding;
            Check.Near(Dense.Norm(gradient), 0.0, bound, $"{given}: gradient of the regularised objective");
            // The bound says something: the gradient of the start was far above it.
            Assert.True(Dense.Norm(newton.Network.TransposedJacobian(fires, run.Rows, newton.RightHandSide.ToArray())) > 100.0 * bound);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0)]
    public void Objective_FallsWithEveryStep_AndTheRidgePullsTheWeightsBack(double ridge)
    {
        TrainingCase given = new() { Samples = 30, Dimension = 8, Options = new TrainingOptions { Ridge = ridge, Threads = 1 } };
        TrainedRun regularised = given.Train(), plain = (given with { Options = given.Options with { Ridge = 0.0 } }).Train();

        IReadOnlyList<StepMetrics> history = regularised.Result.History;
        for (int step = 1; step < history.Count; step++) Assert.True(history[step].Objective < history[step - 1].Objective);
        Assert.Equal(TrainingStatus.Converged, regularised.Result.Status);
        Assert.Equal(ridge, regularised.Result.Ridge);
        using NetworkCore start = given.Network();
        ReadOnlySpan<float> origin = start.Weights.Slice(0, (int)start.Weights.Length);
        Assert.True(Dense.Distance(Dense.Of(regularised.Weights), Dense.Of(origin)) < Dense.Distance(Dense.Of(plain.Weights), Dense.Of(origin)));
    }

    /// <summary>The displacement that the line search predicts is the one the coefficients have.</summary>
    [Fact]
    public void DisplacementSquared_MatchesTheWeights_AfterCutSteps()
    {
        using SteppedRun run = new(new TrainingCase { Samples = 30, Dimension = 8, Options = new TrainingOptions { Ridge = 0.1, Threads = 1 } });
        int cuts = 0;
        for (int step = 0; step < 6; step++)
        {
            DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
            if (BacktrackingLineSearch.Take(run.State, report, refreshAll: false) < 1.0) cuts++;
            double exact = Dense.Distance(run.Point().Weights, run.Start.Weights);
            // |Jᵀ g|² comes from g and the system it solves; both squares are sums of n^2 products in fp32 and of g rounded to fp32.
            double bound = SingleRounding.Gamma(4 * (run.Case.Samples + run.Case.Dimension)) * (report.TargetSquared + exact * exact);
            Check.Near(run.State.DisplacementSquared, exact * exact, bound, $"step {step}: |W - W(0)|²");
        }

        Assert.True(cuts > 0);
    }

    private static double[] Gradient(SteppedRun run, out DenseNetwork point)
    {
        point = run.Point();
        double[] residual = [.. point.Forward(run.Rows).Zip(run.Targets, (f, y) => f - y)];
        double[] gradient = point.TransposedJacobian(run.Fires(), run.Rows, residual);
        for (int j = 0; j < gradient.Length; j++) gradient[j] += run.State.Ridge * (point.Weights[j] - run.Start.Weights[j]);
        return gradient;
    }
}
