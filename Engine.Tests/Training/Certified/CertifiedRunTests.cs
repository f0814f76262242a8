using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>When runs are certified, that they begin and end without a trace, and that their bits do not depend on the threads.</summary>
public sealed class CertifiedRunTests
{
    [Theory]
    [InlineData(UpdateForm.Primal, true)]
    [InlineData(UpdateForm.Dual, true)]
    [InlineData(UpdateForm.Dual, null)]
    public void Runs_HaveTheSameBits_ForEveryThreadCount(UpdateForm form, bool? dueTimes)
    {
        TrainingOptions options = new() { Method = TrainingMethod.GradientDescent, Form = form, DueTimes = dueTimes, StepLimit = 130, TargetLoss = 0.0, Threads = 1 };
        TrainingCase given = new() { Width = 3000, Samples = 70, Dimension = 20, Outputs = 3, Options = options };
        TrainedRun expected = given.Train();
        Assert.Contains(expected.Result.History, step => step.NodesVisited > 0);
        if (dueTimes == true) Assert.Contains(expected.Result.History, step => step.DueNeurons < given.Width);
        foreach (int threads in new[] { 1, 2, 3 })
        {
            TrainedRun actual = (given with { Options = options with { Threads = threads } }).Train();
            Assert.Equal(expected.Weights, actual.Weights);
            Assert.Equal(expected.Coefficients!.Values, actual.Coefficients!.Values);
            Assert.Equal(Numbers(expected), Numbers(actual));
        }
    }

    /// <summary>Quiet steps make certified ones pay, wild ones do not; the trajectory goes on either way.</summary>
    [Fact]
    public void CertifiedSteps_BeginAndEnd_WhereTheyPay()
    {
        TrainingCase given = CertifiedCases.Of(UpdateForm.Dual, 1, band: 0.2, coldBand: 0.0, shift: 0.5f, samples: 96);
        using SteppedRun run = new(given with { Options = given.Options with { DueTimes = null } });
        CertifiedTrace trace = new(run);
        Random random = new(2);
        double[] way = [.. Enumerable.Range(0, 96).Select(_ => RandomRows.Normal(random) / run.Start.Scale)];
        int begun = 0, ended = 0;
        bool certified = false;
        for (int step = 1; step <= 240; step++)
        {
            // Three times 40 quiet steps and 40 wild ones.
            bool wild = (step - 1) / 40 % 2 == 1;
            run.State.SetDirection(wild ? [.. way.Select(_ => 0.05 * RandomRows.Normal(random) / run.Start.Scale)] : [.. way.Select(x => 1e-4 * x)]);
            trace.Step(1.0);
            if (step % 4 == 0 || trace.Point.Certified != certified) trace.AssertPoint($"step {step}");
            if (trace.Point.Certified && !certified) begun++;
            if (!trace.Point.Certified && certified) ended++;
            certified = trace.Point.Certified;
        }

        Assert.True(begun >= 2 && ended >= 2, $"begun {begun} times, ended {ended} times.");
    }

    /// <summary>Ended by hand after every tenth step, certified steps go on from the lists.</summary>
    [Theory]
    [InlineData(UpdateForm.Primal)]
    [InlineData(UpdateForm.Dual)]
    public void Leaving_KeepsTheTrajectory(UpdateForm form)
    {
        using SteppedRun run = new(CertifiedCases.Of(form, 3, band: 0.05, coldBand: 0.2, shift: 0.8f, samples: 24));
        CertifiedTrace trace = new(run);
        double length = run.Direction.Compute(run.State, CancellationToken.None).FirstLength;
        for (int step = 1; step <= 100; step++)
        {
            run.State.SetDirection(run.State.Residual);
            trace.Step(length);
            trace.AssertPoint($"step {step}");
            if (step % 10 != 0) continue;
            trace.Point.Leave();
            trace.Settled();
            Assert.False(trace.Point.Certified);
        }

        trace.AssertWeights("end");
    }

    [Fact]
    public void DueTimes_NeedGradientDescent_CertifiedSearch_GroupedWiring_AndIdsOf16Bits()
    {
        TrainingOptions options = new() { Method = TrainingMethod.GradientDescent, DueTimes = true };
        options.Validate();
        string message = Assert.Throws<ArgumentException>(() => (options with { Method = TrainingMethod.GaussNewton }).Validate()).Message;
        Assert.Contains("DueTimes = true needs Method = GradientDescent, found GaussNewton", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>(() => (options with { Search = FireSearch.PreprocessedData }).Validate()).Message;
        Assert.Contains("DueTimes = true needs Search = Certified, found PreprocessedData", message, StringComparison.Ordinal);
        using NetworkCore dense = (new TrainingCase { Outputs = 2, Wiring = OutputWiring.Dense }).Network();
        message = Assert.Throws<ArgumentException>(() => TrainingPlan.For(dense, 24, options)).Message;
        Assert.Contains("DueTimes = true needs Wiring = Grouped, found Dense", message, StringComparison.Ordinal);
        using NetworkCore grouped = new TrainingCase().Network();
        message = Assert.Throws<ArgumentException>(() => TrainingPlan.For(grouped, 32_768, options)).Message;
        Assert.Contains("DueTimes = true needs at most 32767 samples, found 32768", message, StringComparison.Ordinal);
        Assert.False(TrainingPlan.For(grouped, 32_768, options with { DueTimes = null }).Certified);
    }

    /// <summary>Left to the cost model, only gradient descent with the certified search and grouped wiring is ever certified; false is never.</summary>
    [Theory]
    [InlineData(TrainingMethod.GradientDescent, FireSearch.Certified, OutputWiring.Grouped, null, true)]
    [InlineData(TrainingMethod.GradientDescent, FireSearch.Certified, OutputWiring.Grouped, false, false)]
    [InlineData(TrainingMethod.GradientDescent, FireSearch.Certified, OutputWiring.Dense, null, false)]
    [InlineData(TrainingMethod.GradientDescent, FireSearch.PreprocessedData, OutputWiring.Grouped, null, false)]
    [InlineData(TrainingMethod.GaussNewton, FireSearch.Certified, OutputWiring.Grouped, null, false)]
    [InlineData(TrainingMethod.GaussNewton, FireSearch.Certified, OutputWiring.Grouped, false, false)]
    public void Plan_SaysWhetherStepsMayBeCertified(TrainingMethod method, FireSearch search, OutputWiring wiring, bool? dueTimes, bool expected)
    {
        TrainingOptions options = new() { Method = method, Search = search, DueTimes = dueTimes };
        options.Validate();
        using NetworkCore core = (new TrainingCase { Width = 1 << 14, Outputs = 2, Wiring = wiring }).Network();
        TrainingPlan plan = TrainingPlan.For(core, 32, options);
        Assert.Equal(expected, plan.Certified);
        Assert.Equal(expected, plan.CertificateBytes > 0);
    }

    private static object[] Numbers(TrainedRun run) =>
        [.. run.Result.History.Select(step => (object)(step.Loss, step.Flips, step.Refreshes, step.ColdRefreshes, step.DueNeurons, step.NodesVisited, step.FireFraction, step.CandidateFraction))];
}
