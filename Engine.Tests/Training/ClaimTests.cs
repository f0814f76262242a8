using Engine.Tests.Reference;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>Measurable claims of the papers (PAPERS.md, section 10) on nets as small as the claims allow; the numbers are theirs.</summary>
public sealed class ClaimTests
{
    // Directions in 400 dimensions: inner products of different samples are about 1/20.
    private const int NearlyOrthogonal = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void GradientDescent_ContractsByEtaLambdaHalf_EveryStep_T11(int seed)
    {
        // Above the floor of fp32, which lies near 1e-12 here.
        TrainingOptions options = new() { Method = TrainingMethod.GradientDescent, TargetLoss = 1e-9, Threads = 2 };
        TrainingCase given = new() { Width = 4096, Samples = 32, Dimension = NearlyOrthogonal, Seed = seed, Options = options };
        TrainingResult result = given.Train().Result;
        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        IReadOnlyList<StepMetrics> history = result.History;
        using SteppedRun start = new(given);
        Matrix<double> gram = start.Start.Gram(start.Fires(), start.Rows);
        double smallest = gram.Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real);
        Assert.True(smallest > 0.0);
        for (int step = 1; step < history.Count; step++)
        {
            double factor = 1.0 - history[step].StepLength * smallest / 2.0;
            Assert.True(history[step].Loss <= factor * history[step - 1].Loss, $"step {step}: {history[step].Loss / history[step - 1].Loss:g4} > {factor:g4}");
        }
    }

    [Theory]
    [InlineData(1, OutputWiring.Grouped, 1)]
    [InlineData(2, OutputWiring.Grouped, 1)]
    [InlineData(3, OutputWiring.Grouped, 2)]
    [InlineData(3, OutputWiring.Dense, 2)]
    public void GaussNewton_ContractsByAThird_AndIsDoneInEightSteps_T12(int seed, OutputWiring wiring, int outputs)
    {
        TrainingCase given = new()
        {
            Width = 4096 * outputs,
            Samples = 60,
            Dimension = NearlyOrthogonal,
            Seed = seed,
            Wiring = wiring,
            Outputs = outputs,
            Options = new TrainingOptions { TargetLoss = 1e-12, Threads = 2 },
        };
        TrainingResult result = given.Train().Result;
        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        Assert.True(result.Steps <= 8, result.Message);
        double last = double.PositiveInfinity;
        for (int step = 1; step < result.History.Count; step++)
        {
            double ratio = Math.Sqrt(result.History[step].Loss / result.History[step - 1].Loss);
            Assert.True(ratio <= 1.0 / 3.0, $"step {step}: |e| shrinks by {ratio:g3} only.");
            Assert.True(step > 3 || ratio < last, $"step {step}: ratios {last:g3}, {ratio:g3} do not fall.");
            last = ratio;
        }
    }

    [Fact]
    public void GaussNewton_ContractsByHalf_OnCorrelatedData_T12()
    {
        // Inner products of about 1/2 and more: four dimensions for forty samples would not be, sixteen are.
        TrainingCase given = new() { Width = 8192, Samples = 40, Dimension = 16, Options = new TrainingOptions { TargetLoss = 1e-10, Threads = 2 } };
        TrainingResult result = given.Train().Result;
        Assert.Equal(TrainingStatus.TargetReached, result.Status);
        for (int step = 1; step < result.History.Count; step++)
            Assert.True(result.History[step].Loss <= result.History[step - 1].Loss / 4.0, result.Message);
    }

    /// <summary>
    /// W(0) is normal and rows have norm 1, so the fires of a sample are binomial (m, p) with p = P(N &gt; b). Bernstein: a count is off by
    /// more than t with probability at most 2 exp(-t² / (2 (m p (1 - p) + t / 3))).
    /// </summary>
    [Theory]
    [InlineData(0.5f)]
    [InlineData(1.5f)]
    [InlineData(2.5f)]
    public void FireSets_HaveBinomialSizes_AtTheStart_T7(float shift)
    {
        const double FailureProbability = 1e-9;
        TrainingCase given = new() { Width = 20_000, Samples = 32, Dimension = 30, Shift = shift };
        using SteppedRun run = new(given);
        bool[] fires = run.Fires();
        double p = NormalDistribution.UpperTail(shift), mean = given.Width * p, variance = mean * (1.0 - p);
        double log = Math.Log(2.0 * given.Samples / FailureProbability), bound = log / 3.0 + Math.Sqrt(log * log / 9.0 + 2.0 * log * variance);
        for (int i = 0; i < given.Samples; i++)
        {
            int count = Enumerable.Range(0, given.Width).Count(r => fires[r * given.Samples + i]);
            Assert.True(Math.Abs(count - mean) <= bound, $"sample {i}: {count} fires, expected {mean:g5} up to {bound:g3}.");
        }
    }

    /// <summary>A step's work is its candidates: the telemetry counts what a scan over all scores finds.</summary>
    [Fact]
    public void Telemetry_CountsFiresAndCandidates_AsAScanDoes_T25()
    {
        TrainingCase given = new() { Options = new TrainingOptions { StepLimit = 0, Band = 0.25, Threads = 2 } };
        StepMetrics start = given.Train().Result.History[0];
        using NetworkCore core = given.Network();
        float[] rows = given.Rows(), scores = new float[given.Width * given.Samples];
        for (int pair = 0; pair < scores.Length; pair++)
        {
            ReadOnlySpan<float> weights = core.Weights.Slice(pair / given.Samples * (long)given.Dimension, given.Dimension);
            scores[pair] = SingleRounding.Chain(weights, rows.AsSpan(pair % given.Samples * given.Dimension, given.Dimension));
        }

        double pairs = scores.Length;
        Assert.Equal(scores.Count(z => z > given.Shift) / pairs, start.FireFraction);
        Assert.Equal(scores.Count(z => z > given.Shift - 0.25f) / pairs, start.CandidateFraction);
        Assert.Equal((0, 0), (start.Flips, start.Refreshes));
    }
}
