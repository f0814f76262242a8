using Engine.Tests.Reference;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Tests.Training;

/// <summary>Certified steps go where the same steps in double precision go: fire sets outside the rounding band, outputs and weights within computed bounds.</summary>
public sealed class CertifiedStepTests(ITestOutputHelper output)
{
    private const int Steps = 320;

    /// <summary>Form, outputs, band, cold band, shift, samples.</summary>
    public static TheoryData<UpdateForm, int, double?, double, float, int> Variants() => new()
    {
        { UpdateForm.Primal, 1, null, 0.0, 1f, 24 },
        { UpdateForm.Dual, 1, null, 0.0, 1f, 24 },
        { UpdateForm.Primal, 3, 0.03, 0.0, 1f, 37 },
        { UpdateForm.Dual, 3, 0.03, 0.12, 1f, 37 },
        { UpdateForm.Primal, 2, 0.03, 0.12, 0.3f, 48 },
        { UpdateForm.Dual, 1, 0.02, 0.0, 2f, 5 },
        { UpdateForm.Primal, 2, 1e-5, 0.0, 1.5f, 9 },
        { UpdateForm.Dual, 1, 0.1, 0.0, 0.5f, 1 },
    };

    /// <summary>Gradient descent, towards far targets and near ones.</summary>
    [Theory, MemberData(nameof(Variants))]
    public void Descent_FollowsDoublePrecision(UpdateForm form, int outputs, double? band, double coldBand, float shift, int samples)
    {
        foreach (double? nearness in new double?[] { null, 0.01 })
        {
            using SteppedRun run = new(CertifiedCases.Of(form, outputs, band, coldBand, shift, samples) with { Nearness = nearness });
            CertifiedTrace trace = new(run);
            trace.AssertPoint("start");
            double length = run.Direction.Compute(run.State, CancellationToken.None).FirstLength;
            for (int step = 1; step <= Steps; step++)
            {
                run.State.SetDirection(run.State.Residual);
                trace.Step(length, refreshAll: step % 100 == 0);
                Assert.True(trace.Point.Certified);
                if (step > 20 && step % 10 != 0) continue;
                trace.AssertPoint($"step {step}");
                if (step % 100 != 0) trace.AssertCertificates($"step {step}");
            }

            trace.AssertWeights("end");
            output.WriteLine($"{run.Case}: {trace.Flips} flips, loss {run.State.Loss:e2}, output bound {trace.OutputErrors.ToArray().Max():e2}");
        }
    }

    /// <summary>Directions that turn: pairs come and go, sample 0 among them; lists are chosen again.</summary>
    [Theory, MemberData(nameof(Variants))]
    public void Wandering_FollowsDoublePrecision(UpdateForm form, int outputs, double? band, double coldBand, float shift, int samples)
    {
        using SteppedRun run = new(CertifiedCases.Of(form, outputs, band, coldBand, shift, samples));
        CertifiedTrace trace = new(run);
        Random random = new(7);
        double[] g = new double[outputs * samples];
        double size = 0.02 / run.Start.Scale;
        long refreshes = 0;
        for (int step = 1; step <= Steps; step++)
        {
            // For a while about the same way, then the way back or a new one.
            if (step % 40 == 20) g = [.. g.Select(x => -x)];
            if (step % 40 == 1) g = [.. g.Select(_ => size * RandomRows.Normal(random))];
            run.State.SetDirection([.. g.Select(x => x + 0.1 * size * RandomRows.Normal(random))]);
            trace.Step(random.Next(8) == 0 ? 3.0 : 0.5, refreshAll: step % 100 == 0);
            refreshes += trace.Point.Counts.Refreshes + trace.Point.Counts.ColdRefreshes;
            trace.AssertPoint($"step {step}");
            trace.AssertRates($"step {step}");
            trace.AssertCertificates($"step {step}");
        }

        trace.AssertWeights("end");
        output.WriteLine($"{run.Case}: {trace.Flips} flips, {refreshes} lists, sample 0 returned {trace.Returns} times, {trace.Emptied} sets became empty");
        Assert.True(refreshes > run.Case.Width, $"{refreshes} lists chosen again.");
        // A neuron that fires on few samples does not move any more once it is silent.
        Assert.True(samples < 9 || trace.Returns > 5, $"sample 0 returned {trace.Returns} times.");
        Assert.True(shift < 1f || trace.Emptied > 5, $"{trace.Emptied} sets became empty.");
    }
}
