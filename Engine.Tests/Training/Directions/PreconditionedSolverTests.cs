using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>When a frozen preconditioner is built anew.</summary>
public sealed class PreconditionedSolverTests
{
    [Theory]
    [InlineData(true, 1.0, 2)]
    [InlineData(false, 1.0, 1)]
    [InlineData(false, 100.0, 2)]
    public void Preconditioner_IsBuiltAnew_WhenSolvesTakeLong_AndANewOneWouldDiffer(bool follows, double factor, int builds)
    {
        using SteppedRun run = new(new TrainingCase { Samples = 60, Options = new TrainingOptions { Solver = GramSolver.Analytic, Threads = 1 } });
        NormalSystem system = new(run.State, [.. run.State.Point.Ranges.Select(_ => new FiredRows())]) { Shift = 1e-6 };
        run.State.Point.CollectFired(system.Fired);
        using PreconditionedSolver solver = new(
            given => Preconditioners.Analytic(new InfiniteWidthKernel(run.Case.Shift), run.State.Samples, given.Shift, run.State.Team), follows, TimeProvider.System);
        double[] g = new double[run.State.Residual.Length];
        int Iterations(double tolerance) => solver.Solve(system, run.State.Residual, g, tolerance, CancellationToken.None).Iterations;
        int first = Iterations(0.3), same = Iterations(0.3);
        Assert.Equal((first, 1), (same, solver.Builds));
        Assert.True(Iterations(1e-12) > 2 * first + 4, "this solve was to take long.");
        Assert.Equal(1, solver.Builds);
        system.Shift *= factor;
        Iterations(0.3);
        Assert.Equal(builds, solver.Builds);
    }

    [Fact]
    public void Solve_SaysSo_WhenThereIsNoPreconditioner()
    {
        using SteppedRun run = new(new TrainingCase { Options = new TrainingOptions { Solver = GramSolver.Analytic, Threads = 1 } });
        NormalSystem system = new(run.State, [.. run.State.Point.Ranges.Select(_ => new FiredRows())]);
        using PreconditionedSolver solver = new(_ => null, follows: false, TimeProvider.System);
        NormalSolve solve = solver.Solve(system, run.State.Residual, new double[run.State.Residual.Length], 1e-3, CancellationToken.None);
        Assert.False(solve.Usable);
    }
}
