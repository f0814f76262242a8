using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Tests.Training;

/// <summary>Sparse training and dense double-precision training from the same start, each on its own.</summary>
/// <remarks>
/// Let E be the distance of the two weight matrices and ε what one sparse step is off by: the residual of its direction, measured in double
/// at the sparse run's own point, and the rounding of its coefficients (<see cref="StepwiseTests"/> bounds both). While both runs have the
/// same fire sets they have the same J, f is affine between them, and one step maps a distance Δ to (I - Jᵀ (J Jᵀ + σ)⁻¹ J) Δ for
/// Gauss-Newton, to (I - η Jᵀ J) Δ for gradient descent, and to 0 under a ridge. None of these maps is longer than 1 (η is at most
/// 2 / λ_max), so E grows by at most ε a step. The test asserts that the fire sets agree, which these seeds grant.
/// </remarks>
public sealed class TrajectoryTests(ITestOutputHelper output)
{
    private const int Steps = 4;

    /// <summary>Search, method, wiring, relative ridge.</summary>
    public static TheoryData<FireSearch, TrainingMethod, OutputWiring, double> Variants()
    {
        TheoryData<FireSearch, TrainingMethod, OutputWiring, double> variants = new();
        foreach (FireSearch search in Enum.GetValues<FireSearch>())
        {
            variants.Add(search, TrainingMethod.GaussNewton, OutputWiring.Grouped, 0.0);
            variants.Add(search, TrainingMethod.GaussNewton, OutputWiring.Dense, 0.0);
            variants.Add(search, TrainingMethod.GaussNewton, OutputWiring.Grouped, 3.0);
            variants.Add(search, TrainingMethod.GradientDescent, OutputWiring.Grouped, 0.0);
            variants.Add(search, TrainingMethod.GradientDescent, OutputWiring.Dense, 0.0);
        }

        return variants;
    }

    [Theory, MemberData(nameof(Variants))]
    public void Losses_FollowDenseTraining_WithinTheAccumulatedBound(FireSearch search, TrainingMethod method, OutputWiring wiring, double ridge)
    {
        bool gaussNewton = method == TrainingMethod.GaussNewton;
        using SteppedRun run = new(new TrainingCase
        {
            Width = 2048,
            Samples = 16,
            Outputs = 2,
            Wiring = wiring,
            Options = new TrainingOptions { Method = method, Search = search, Ridge = gaussNewton ? ridge : null, Threads = 2 },
        });
        StepBounds bounds = new(run);
        DenseNetwork reference = run.Start;
        double apart = 0.0;
        for (int step = 1; step <= Steps; step++)
        {
            bool[] fires = run.Fires();
            Assert.Equal(fires, reference.Fires(run.Rows));
            DenseNetwork point = run.Point();
            DenseGaussNewton own = Newton(run, point, fires), dense = Newton(run, reference, fires);
            DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
            double[] g = run.Gradient();
            double length = BacktrackingLineSearch.Take(run.State, report, refreshAll: false);
            // At its floor, or at the minimum of a regularised objective, the sparse run takes no full step any more.
            if (length < report.FirstLength && step > 2) break;
            Assert.Equal(report.FirstLength, length);

            Matrix<double> system = gaussNewton ? own.System : own.Gram;
            double[] values = [.. system.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real)];
            double direction = gaussNewton
                ? (system * Vector<double>.Build.Dense(g) - own.RightHandSide).L2Norm() / Math.Sqrt(values.Min())
                : length * Math.Sqrt(values.Max()) * Dense.Distance(g, [.. own.RightHandSide]);
            Assert.True(gaussNewton || length * values.Max() <= 2.0);
            apart += direction + bounds.Rounding.Advance(share: 1.0, length) + SingleRounding.Unit * Dense.Distance(run.Point().Weights, point.Weights);
            reference = reference.With(dense.WeightsAfter(gaussNewton ? dense.Solve() : [.. dense.RightHandSide], length));
            AssertClose(run, reference, apart, step);
        }
    }

    private void AssertClose(SteppedRun run, DenseNetwork reference, double apart, int step)
    {
        DenseNetwork point = run.Point();
        Check.Near(Dense.Distance(point.Weights, reference.Weights), 0.0, apart, $"step {step}: distance of the weights");
        // An output is 1-Lipschitz in W, and |f - y|²/2 changes by at most the change of f - y times the mean of both.
        double[] residual = [.. reference.Forward(run.Rows).Zip(run.Targets, (f, y) => f - y)];
        double change = Dense.Distance(run.State.Outputs, point.Forward(run.Rows)) + Math.Sqrt(residual.Length) * (1.0 + SingleRounding.Gamma(4)) * apart;
        double loss = Dense.Dot(residual, residual) / 2.0, bound = change * (Dense.Norm(residual) + change / 2.0);
        Check.Near(run.State.Loss, loss, bound, $"step {step}: loss");
        output.WriteLine($"step {step}: loss {run.State.Loss:e3}, dense {loss:e3}, bound {bound:e1}; weights at most {apart:e1} apart");
    }

    private static DenseGaussNewton Newton(SteppedRun run, DenseNetwork point, bool[] fires) => new(
        point, run.Start.Weights, fires, run.Rows, run.Targets, run.State.Ridge, run.Newton is null ? 0.0 : run.Case.Options.Damping);
}
