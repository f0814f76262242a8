using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

public sealed class SearchTrialTests
{
    /// <summary>A trial that is corrected ends where the shorter step ends, within the roundings of both.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void CorrectedTrial_IsTheShorterStep(double ridge)
    {
        foreach (FireSearch search in SearchCases.WithWeights)
        {
            TrainingCase given = SearchCases.Descent(search) with { Options = new TrainingOptions { Search = search, Ridge = ridge, Threads = 1 } };
            using SteppedRun direct = new(given), corrected = new(given);
            // After a first step there is a displacement to give up a share of.
            Step(direct, 1.0);
            Step(corrected, 1.0);
            DenseNetwork start = direct.Point();
            StepBounds directBounds = new(direct), correctedBounds = new(corrected);
            Step(direct, 0.25);
            Step(corrected, 1.0);
            corrected.State.Move(-0.75, fromBase: false);
            double bound = directBounds.Rounding.Advance(share: 1.0, length: 0.25) + correctedBounds.Rounding.Advance(share: 0.25, length: 0.25);
            Check.Near(Dense.Distance(corrected.Point().Weights, direct.Point().Weights), 0.0, bound, $"{given}");
            Assert.True(bound < 1e-3 * Dense.Distance(direct.Point().Weights, start.Weights));
        }
    }

    private static void Step(SteppedRun run, double length)
    {
        DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
        run.State.Move(length, fromBase: true, report.Shrink);
    }
}
