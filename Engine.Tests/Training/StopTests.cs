using Xunit;

namespace Engine.Tests.Training;

public sealed class StopTests
{
    [Fact]
    public void Training_Stops_WhenTheTargetIsReached()
    {
        TrainedRun run = new TrainingCase { Options = new TrainingOptions { TargetLoss = 1e-3, Threads = 1 } }.Train();
        Assert.Equal(TrainingStatus.TargetReached, run.Result.Status);
        Assert.True(run.Result.RelativeLoss <= 1e-3);
        Assert.True(run.Result.History[^2].RelativeLoss > 1e-3, "the step before had not reached it.");
        Assert.Equal(run.Result.History[^1].Loss, run.Result.Loss);
    }

    [Theory]
    [InlineData(TrainingMethod.GaussNewton, 0)]
    [InlineData(TrainingMethod.GaussNewton, 2)]
    [InlineData(TrainingMethod.GradientDescent, 3)]
    public void Training_Stops_AtTheStepLimit(TrainingMethod method, int limit)
    {
        TrainingCase given = new() { Options = new TrainingOptions { Method = method, StepLimit = limit, TargetLoss = 0.0, Threads = 1 } };
        TrainedRun run = given.Train();
        Assert.Equal(TrainingStatus.StepLimit, run.Result.Status);
        Assert.Equal(limit, run.Result.Steps);
        Assert.Equal(limit + 1, run.Result.History.Count);
        using NetworkCore start = given.Network();
        Assert.Equal(limit == 0, start.Weights.Slice(0, run.Weights.Length).SequenceEqual(run.Weights));
    }

    [Fact]
    public void Training_Stagnates_AtTheFloorOfFp32_WhenTheTargetIsZero()
    {
        TrainedRun run = new TrainingCase { Options = new TrainingOptions { TargetLoss = 0.0, Threads = 1 } }.Train();
        Assert.Equal(TrainingStatus.Stagnated, run.Result.Status);
        // Outputs are good to some units of 2^-24 of sums of order one: a loss near its square is all there is to get.
        Assert.True(run.Result.RelativeLoss < 1e-11, $"{run.Result.Message}");
        Assert.True(run.Result.Steps <= 12, $"{run.Result.Message}");
    }

    [Theory]
    [InlineData(TrainingMethod.GaussNewton, OutputWiring.Grouped, 0.0)]
    [InlineData(TrainingMethod.GaussNewton, OutputWiring.Dense, 0.0)]
    [InlineData(TrainingMethod.GaussNewton, OutputWiring.Grouped, 0.1)]
    [InlineData(TrainingMethod.GradientDescent, OutputWiring.Grouped, 0.0)]
    public void Training_HoldsStepK_WhenCancelledAfterIt(TrainingMethod method, OutputWiring wiring, double ridge)
    {
        TrainingOptions options = new() { Method = method, Ridge = method == TrainingMethod.GaussNewton ? ridge : null, TargetLoss = 0.0, Threads = 2 };
        TrainingCase given = new() { Outputs = 2, Wiring = wiring, Options = options };
        foreach (int step in new[] { 0, 1, 2 })
        {
            using CancellationTokenSource source = new();
            TrainedRun cancelled = given.Train(new StepCallback(metrics =>
            {
                if (metrics.Step == step) source.Cancel();
            }), source.Token);
            TrainedRun limited = (given with { Options = options with { StepLimit = step } }).Train();

            Assert.Equal(TrainingStatus.Cancelled, cancelled.Result.Status);
            Assert.Equal(step, cancelled.Result.Steps);
            Assert.Equal(limited.Result.Loss, cancelled.Result.Loss);
            Assert.Equal(limited.Weights, cancelled.Weights);
            Assert.Equal(limited.Coefficients!.Values, cancelled.Coefficients!.Values);
        }
    }

    [Fact]
    public void Training_LeavesTheWeights_WhenCancelledBeforeItBegins()
    {
        TrainingCase given = new();
        TrainedRun run = given.Train(cancellation: new CancellationToken(canceled: true));
        using NetworkCore start = given.Network();
        Assert.Equal(TrainingStatus.Cancelled, run.Result.Status);
        Assert.Equal(0, run.Result.Steps);
        Assert.Empty(run.Result.History);
        Assert.Equal(start.Weights.Slice(0, run.Weights.Length).ToArray(), run.Weights);
    }

    [Fact]
    public void Training_StopsAtOnce_WhenTheTargetsAreTheOutputs()
    {
        TrainingCase given = new() { Nearness = 0.0, Options = new TrainingOptions { TargetLoss = 1e-6, StepLimit = 0, Threads = 1 } };
        TrainedRun run = given.Train();
        Assert.Equal(0, run.Result.Steps);
        // What is left is rounding of f at the start.
        Assert.True(run.Result.Loss < 1e-10);
    }
}
