using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

public sealed class LineSearchTests
{
    [Theory]
    [InlineData(TrainingMethod.GaussNewton, OutputWiring.Grouped)]
    [InlineData(TrainingMethod.GaussNewton, OutputWiring.Dense)]
    [InlineData(TrainingMethod.GradientDescent, OutputWiring.Grouped)]
    public void Losses_Fall_WithEveryStep(TrainingMethod method, OutputWiring wiring)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            TrainingOptions options = new() { Method = method, TargetLoss = 0.0, StepLimit = 40, Threads = 1 };
            // Low dimension and few neurons: far from the regime in which full steps are safe.
            TrainingCase given = new() { Width = 200, Samples = 32, Dimension = 4, Outputs = 2, Wiring = wiring, Shift = 1.2f, Seed = seed, Options = options };
            IReadOnlyList<StepMetrics> history = given.Train().Result.History;
            for (int step = 1; step < history.Count; step++)
                Assert.True(history[step].Loss < history[step - 1].Loss, $"seed {seed}, step {step}: {history[step].Loss:R} after {history[step - 1].Loss:R}.");
        }
    }

    [Fact]
    public void Step_IsCut_WhenTheFullOneOvershoots()
    {
        TrainingCase given = Overshooting();
        TrainedRun trained = given.Train();
        StepMetrics cut = Assert.Single(trained.Result.History, step => step.Step == 1);
        Assert.InRange(cut.StepLength, 1e-10, 0.5);

        // The full step, taken by hand, is indeed worse than staying.
        using SteppedRun run = new(given);
        double start = run.State.Loss;
        DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
        run.State.Move(1.0, fromBase: true);
        Assert.True(run.State.Loss > start);
        Assert.True(report.Slope < 0.0);
    }

    [Fact]
    public void Take_GoesBack_WhenNoLengthIsGoodEnough()
    {
        using SteppedRun run = new(Overshooting());
        DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
        run.State.Move(1.0, fromBase: true);
        float[] full = run.Coefficients().Values;
        run.State.Move(-1.0, fromBase: false);
        run.State.Move(0.0, fromBase: true, refreshAll: true);

        // No trial can be as good as this slope asks for: ten halvings, and back from 1/1024 of the step.
        run.Direction.Compute(run.State, CancellationToken.None);
        Assert.Equal(0.0, BacktrackingLineSearch.Take(run.State, report with { Slope = -1e30 }, refreshAll: false));
        // Twelve moves round the coefficient and their length once each: far less than what is left of the step before the way back.
        double bound = 2.0 * SingleRounding.Gamma(2 * 12 + 4) * full.Max(Math.Abs);
        Assert.All(run.Coefficients().Values, c => Check.Near(c, 0.0, bound, $"coefficient of {full.Max(Math.Abs):g3}"));
        Assert.True(bound < full.Max(Math.Abs) / 2048.0);
    }

    private static TrainingCase Overshooting() => new()
    {
        Width = 60,
        Samples = 32,
        Dimension = 4,
        Shift = 1.5f,
        Seed = 2,
        Options = new TrainingOptions { StepLimit = 3, TargetLoss = 0.0, Threads = 1 },
    };
}
