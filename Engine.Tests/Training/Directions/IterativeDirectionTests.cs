using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>Directions without the Gram matrix, against the same systems formed in double.</summary>
public sealed class IterativeDirectionTests
{
    public static TheoryData<TrainingMethod, GramSolver, OutputWiring, double> Variants()
    {
        TheoryData<TrainingMethod, GramSolver, OutputWiring, double> variants = [];
        foreach (OutputWiring wiring in Enum.GetValues<OutputWiring>())
        {
            foreach (double ridge in new[] { 0.0, 0.1 })
            {
                variants.Add(TrainingMethod.GaussNewton, GramSolver.Analytic, wiring, ridge);
                variants.Add(TrainingMethod.GaussNewton, GramSolver.Nystrom, wiring, ridge);
                variants.Add(TrainingMethod.NearLinear, GramSolver.Auto, wiring, ridge);
                variants.Add(TrainingMethod.Sublinear, GramSolver.Auto, wiring, ridge);
            }
        }

        return variants;
    }

    /// <summary>
    /// The residual that is reported is the one g has, of the worst system that was solved, and within the accuracy of the step: a hundredth, 1e-6 under a ridge, the
    /// papers' sqrt(lambda / n) / 6 for sketched solves; with 24 rows Lanczos knows lambda. J is primal, so what is between the two is the rounding of g to fp32 and of the diagonal
    /// that damping refers to.
    /// </summary>
    [Theory, MemberData(nameof(Variants))]
    public void Direction_SolvesTheSystem_AsAccuratelyAsItSays(TrainingMethod method, GramSolver solver, OutputWiring wiring, double ridge)
    {
        const int Samples = 12;
        using SteppedRun run = new(Given(method, solver, wiring) with { Samples = Samples, Options = Options(method, solver) with { Ridge = ridge } });
        DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
        Assert.True(report.Solved);
        DenseGaussNewton newton = new(run.Point(), run.Start.Weights, run.Fires(), run.Rows, run.Targets, run.State.Ridge, run.Case.Options.Damping);
        Vector<double> g = Vector<double>.Build.Dense(run.Gradient()), b = Vector<double>.Build.Dense(run.State.Residual);
        bool sketched = method != TrainingMethod.GaussNewton;
        int order = sketched && wiring == OutputWiring.Grouped ? Samples : g.Count;
        Vector<double> left = newton.System * g - b;
        double scale = b.L2Norm(), least = b.L2Norm(), residual = 0;
        for (int first = 0; first < g.Count; first += order)
        {
            double norm = b.SubVector(first, order).L2Norm();
            residual = Math.Max(residual, left.SubVector(first, order).L2Norm() / norm);
            least = Math.Min(least, norm);
        }

        double[] values = [.. newton.System.SubMatrix(0, order, 0, order).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real)];
        double largest = newton.System.Evd(Symmetricity.Symmetric).EigenValues.Max(value => value.Real);
        double rounding = SingleRounding.Gamma(run.Case.Dimension + 4) * largest * g.L2Norm() / least;
        Check.Near(residual, report.SolveResidual!.Value, rounding, $"relative residual");
        double tolerance = !sketched ? ridge > 0 ? 1e-6 : 1e-2 : (1 + 1e-6) * Math.Sqrt(values[0] / Samples) / 6;
        Assert.InRange(report.SolveResidual.Value, 0, tolerance);
        Check.Near(report.Slope, -(b * (newton.Gram * g)), rounding * scale * scale, $"slope");
        Check.Near(report.TargetSquared, g * (newton.Gram * g), rounding * scale * g.L2Norm(), $"squared displacement after the step");
    }

    /// <summary>T16: solves as accurate as the step can use take as many Gauss-Newton iterations as exact ones, one more or less.</summary>
    [Theory]
    [InlineData(OutputWiring.Grouped)]
    [InlineData(OutputWiring.Dense)]
    public void Training_TakesAsManySteps_AsWithExactSolves_T16(OutputWiring wiring)
    {
        int exact = Steps(TrainingMethod.GaussNewton, GramSolver.Cholesky, wiring);
        Assert.InRange(exact, 3, 12);
        foreach (GramSolver solver in new[] { GramSolver.Analytic, GramSolver.Nystrom })
            Assert.InRange(Steps(TrainingMethod.GaussNewton, solver, wiring), exact - 1, exact + 1);
        foreach (TrainingMethod method in new[] { TrainingMethod.NearLinear, TrainingMethod.Sublinear })
            Assert.InRange(Steps(method, GramSolver.Auto, wiring), exact - 1, exact + 1);
    }

    /// <summary>A ridge's minimum is the same, whatever solves for the steps.</summary>
    [Theory]
    [InlineData(TrainingMethod.GaussNewton, GramSolver.Analytic)]
    [InlineData(TrainingMethod.Sublinear, GramSolver.Auto)]
    public void Training_ReachesTheSameRegularisedObjective(TrainingMethod method, GramSolver solver)
    {
        TrainedRun exact = Ridged(Given(TrainingMethod.GaussNewton, GramSolver.Cholesky, OutputWiring.Grouped)).Train();
        TrainedRun iterative = Ridged(Given(method, solver, OutputWiring.Grouped)).Train();
        Assert.Equal(TrainingStatus.Converged, iterative.Result.Status);
        Assert.Equal(exact.Result.Ridge, iterative.Result.Ridge);
        // Either ends when a step gains less than 1e-4 of the objective.
        Assert.InRange(iterative.Result.History[^1].Objective / exact.Result.History[^1].Objective, 1 - 1e-3, 1 + 1e-3);
    }

    [Theory, MemberData(nameof(Variants))]
    public void Weights_HaveTheSameBits_ForEveryThreadCount(TrainingMethod method, GramSolver solver, OutputWiring wiring, double ridge)
    {
        TrainingCase given = Given(method, solver, wiring);
        float[]? expected = null;
        foreach (int threads in new[] { 1, 3 })
        {
            TrainedRun run = (given with { Options = given.Options with { Ridge = ridge, StepLimit = 2, Threads = threads } }).Train();
            expected ??= run.Weights;
            Assert.Equal(expected, run.Weights);
        }
    }

    /// <summary>Samples on which nothing fires make the system singular: a status, and a finite model.</summary>
    [Theory]
    [InlineData(TrainingMethod.GaussNewton, GramSolver.Analytic)]
    [InlineData(TrainingMethod.GaussNewton, GramSolver.Nystrom)]
    [InlineData(TrainingMethod.NearLinear, GramSolver.Auto)]
    [InlineData(TrainingMethod.Sublinear, GramSolver.Auto)]
    public void Training_EndsWithAFiniteModel_WhenTheSystemIsSingular(TrainingMethod method, GramSolver solver)
    {
        TrainingCase given = Given(method, solver, OutputWiring.Grouped) with { Width = 64, Shift = 2.5f };
        TrainedRun run = given.Train();
        Assert.NotEqual(TrainingStatus.TargetReached, run.Result.Status);
        Assert.All(run.Weights, weight => Assert.True(float.IsFinite(weight)));
        Assert.True(run.Result.Loss <= run.Result.InitialLoss);
    }

    private static int Steps(TrainingMethod method, GramSolver solver, OutputWiring wiring)
    {
        TrainingResult result = Given(method, solver, wiring).Train().Result;
        Assert.True(result.Status == TrainingStatus.TargetReached, $"{method} {solver}: {result.Message}");
        for (int step = 1; step < result.History.Count; step++)
        {
            StepMetrics now = result.History[step], before = result.History[step - 1];
            Assert.Equal(Math.Sqrt(now.Loss / before.Loss), now.Contraction);
        }

        return result.Steps;
    }

    private static TrainingCase Ridged(TrainingCase given) => given with { Options = given.Options with { Ridge = 0.1 } };

    private static TrainingOptions Options(TrainingMethod method, GramSolver solver) =>
        new() { Method = method, Solver = solver, Form = UpdateForm.Primal, TargetLoss = 1e-9, Threads = 2 };

    private static TrainingCase Given(TrainingMethod method, GramSolver solver, OutputWiring wiring) => new()
    {
        Width = 4096,
        Samples = 50,
        Dimension = 20,
        Outputs = 2,
        Wiring = wiring,
        Options = Options(method, solver),
    };
}
