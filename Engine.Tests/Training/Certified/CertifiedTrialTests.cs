using Engine.Kernels;
using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Tests.Training;

/// <summary>Trials that are shortened, lengthened or taken back end where one move of the final length ends; what is read in between disturbs nothing.</summary>
public sealed class CertifiedTrialTests(ITestOutputHelper output)
{
    /// <summary>Form, outputs, band, cold band, shift, samples.</summary>
    public static TheoryData<UpdateForm, int, double?, double, float, int> Variants() => new()
    {
        { UpdateForm.Primal, 1, null, 0.0, 1f, 24 },
        { UpdateForm.Dual, 3, 0.03, 0.12, 1f, 24 },
        { UpdateForm.Dual, 1, 0.3, 0.0, 0.3f, 48 },
        { UpdateForm.Primal, 2, 0.02, 0.0, 0.3f, 40 },
        { UpdateForm.Primal, 2, 0.02, 0.1, 2f, 9 },
    };

    [Theory, MemberData(nameof(Variants))]
    public void Corrections_EndAtTheFinalLength(UpdateForm form, int outputs, double? band, double coldBand, float shift, int samples)
    {
        using SteppedRun run = new(CertifiedCases.Of(form, outputs, band, coldBand, shift, samples));
        CertifiedTrace trace = new(run);
        Random random = new(3);
        double size = 0.03 / run.Start.Scale;
        double[] way = [.. Enumerable.Range(0, outputs * samples).Select(_ => size * RandomRows.Normal(random))];
        int many = 0;
        for (int step = 1; step <= 50; step++)
        {
            if (step % 10 == 0) way = [.. way.Select(x => random.Next(2) == 0 ? -x : x)];
            run.State.SetDirection([.. way.Select(x => x + 0.1 * size * RandomRows.Normal(random))]);
            double length = random.Next(4) == 0 ? 8.0 : 1.0;
            long before = trace.Flips;
            trace.Step(length, refreshAll: step % 25 == 0);
            if (trace.Flips - before > 128) many++;
            trace.AssertPoint($"step {step}, trial");
            for (int cut = random.Next(4); cut > 0; cut--)
            {
                Look(run, trace, random.Next(5));
                double next = random.Next(4) switch { 0 => 0.0, 1 => 1.5 * length, _ => 0.3 * length };
                trace.Correct(next - length);
                length = next;
                trace.AssertPoint($"step {step}, correction {cut} to {length}");
                trace.AssertCertificates($"step {step}, correction {cut} to {length}");
            }

            Look(run, trace, random.Next(5));
            trace.AssertPoint($"step {step}, looked at");
            trace.AssertRates($"step {step}");
        }

        trace.AssertWeights("end");
        output.WriteLine($"{run.Case}: {trace.Flips} flips, {many} steps with more of them than a shard has neurons");
    }

    /// <summary>A trial taken back leaves the fire sets of the base point, bit for bit where no score lies near the threshold.</summary>
    [Fact]
    public void Take_GoesBack_ToTheFireSetsOfTheBasePoint()
    {
        using SteppedRun run = new(CertifiedCases.Of(UpdateForm.Dual, 2, band: null, coldBand: 0.0, shift: 0.8f, samples: 24));
        CertifiedTrace trace = new(run);
        DirectionReport report = run.Direction.Compute(run.State, CancellationToken.None);
        for (int step = 0; step < 10; step++)
        {
            run.State.SetDirection(run.State.Residual);
            trace.Step(report.FirstLength);
        }

        bool[] fires = run.Fires();
        run.State.SetDirection(run.State.Residual);
        // No length is as good as this slope asks for: ten cuts, and back.
        Assert.Equal(0.0, BacktrackingLineSearch.Take(run.State, report with { FirstLength = 40 * report.FirstLength, Slope = -1e30 }, refreshAll: false));
        Assert.Equal(fires, run.Fires());
    }

    private static unsafe void Look(SteppedRun run, CertifiedTrace trace, int what)
    {
        switch (what)
        {
            case 0:
                run.Coefficients();
                trace.Settled();
                break;
            case 1:
                using (NativeBuffer<float> weights = new(run.Start.Weights.Length)) run.State.Point.Materialise(weights);
                trace.Settled();
                break;
            case 2:
                AssertGram(run, trace);
                break;
        }
    }

    /// <summary>J Jᵀ v of the present fire sets, within the rounding of fp32 products of counts and kernel.</summary>
    private static unsafe void AssertGram(SteppedRun run, CertifiedTrace trace)
    {
        int n = run.Case.Samples, outputs = run.Case.Outputs;
        Random random = new(n);
        float[] v = [.. Enumerable.Range(0, outputs * n).Select(_ => (float)RandomRows.Normal(random))];
        using NativeBuffer<float> vectors = new((long)outputs * run.State.Stride);
        for (int k = 0; k < outputs; k++) v.AsSpan(k * n, n).CopyTo(vectors.Slice((long)k * run.State.Stride, n));
        double[] result = new double[v.Length];
        run.State.Point.ApplyGram(vectors, result);
        Matrix<double> gram = run.Start.Gram(trace.Fires, run.Rows);
        Vector<double> exact = gram * Vector<double>.Build.Dense([.. v.Select(x => (double)x)]);
        for (int p = 0; p < v.Length; p++)
        {
            double size = 0.0;
            // Two entries make a count; neither is further from zero than the count and all changes.
            for (int q = p / n * n; q < (p / n + 1) * n; q++) size += (gram[p, p] + run.Start.Scale * run.Start.Scale * 2 * trace.Changes(p, q)) * Math.Abs(v[q]);
            Check.Near(result[p], exact[p], SingleRounding.Gamma(run.Case.Dimension + n + 8) * size * (1 + SingleRounding.Gamma(4)), $"product {p}");
        }
    }
}
