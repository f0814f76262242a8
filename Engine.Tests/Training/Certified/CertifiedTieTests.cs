using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

/// <summary>
/// Weights, rows and steps on a dyadic grid: every score is computed exactly, many lie on the threshold itself, and fire sets must be those of z &gt; b to the last pair. A threshold
/// that is off by one ulp, or a certificate that lets a pair reach it unseen, shows.
/// </summary>
public sealed class CertifiedTieTests
{
    private const int Width = 256, Dimension = 16, Samples = 20, Steps = 300;
    private const float Shift = 1f;

    [Theory]
    [InlineData(UpdateForm.Primal, null, 0.0)]
    [InlineData(UpdateForm.Dual, null, 0.0)]
    [InlineData(UpdateForm.Primal, 0.25, 0.75)]
    [InlineData(UpdateForm.Dual, 0.25, 0.75)]
    public void FireSets_AreExact_WherePairsLieOnTheThreshold(UpdateForm form, double? band, double coldBand)
    {
        Random random = new(5);
        // Four entries of a half: rows of length one.
        float[] rows = new float[Samples * Dimension];
        for (int i = 0; i < Samples; i++)
        {
            foreach (int j in Enumerable.Range(0, Dimension).OrderBy(_ => random.Next()).Take(4)) rows[i * Dimension + j] = random.Next(2) == 0 ? 0.5f : -0.5f;
        }

        using NetworkCore core = new(Width, Dimension, 1, Shift, OutputWiring.Grouped, seed: 1);
        foreach (ref float weight in core.Weights.Slice(0, Width * Dimension)) weight = MathF.Round(8 * weight) / 8;
        DenseNetwork start = DenseNetwork.Of(core);
        Assert.Equal(1.0 / 16, start.Scale);
        double[] weights = [.. start.Weights], samples = Dense.Of(rows), targets = new double[Samples];
        TrainingOptions options = new() { Method = TrainingMethod.GradientDescent, DueTimes = true, Form = form, Band = band, ColdBand = coldBand, Threads = 2 };
        TrainingPlan plan = TrainingPlan.For(core, Samples, options);
        using TrainingState state = new(core, rows, targets, options, plan, regularised: false, new SquaredLoss(targets));
        state.Preprocess(CancellationToken.None);
        FiredRows[] fired = [.. state.Point.Ranges.Select(_ => new FiredRows())];

        int ties = 0, flips = 0;
        bool[] fires = Exact(start.With(weights), samples, ref ties);
        for (int step = 1; step <= Steps; step++)
        {
            // Coefficients move by eighths, so that weights stay multiples of 1/16 and scores of 1/32.
            double[] g = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(3) == 0 ? 2.0 * (random.Next(2) * 2 - 1) : 0)];
            state.SetDirection(g);
            state.Move(1, fromBase: true, refreshAll: step % 50 == 0);
            Assert.True(((CertifiedPoint)state.Point).Certified);
            for (int pair = 0; pair < fires.Length; pair++)
            {
                int r = pair / Samples, i = pair % Samples;
                if (fires[pair]) Dense.AddScaled(-start.Scale * start.Signs[r] * g[i], samples.AsSpan(i * Dimension, Dimension), weights.AsSpan(r * Dimension, Dimension));
            }

            bool[] before = fires;
            fires = Exact(start.With(weights), samples, ref ties);
            flips += before.Zip(fires).Count(pair => pair.First != pair.Second);
            Assert.Equal(fires, Fires(state, fired));
        }

        Assert.True(ties > 1000 && flips > 1000, $"{ties} ties, {flips} changes of side.");
    }

    private static bool[] Exact(DenseNetwork point, double[] samples, ref int ties)
    {
        double[] scores = point.Scores(samples);
        ties += scores.Count(z => z == Shift);
        return [.. scores.Select(z => z > Shift)];
    }

    private static bool[] Fires(TrainingState state, FiredRows[] fired)
    {
        state.Point.CollectFired(fired);
        bool[] fires = new bool[Width * Samples];
        int neuron = 0;
        foreach (FiredRows rows in fired)
        {
            for (int local = 0; local < rows.Count; local++, neuron++)
            {
                int last = -1;
                foreach (int i in rows.Of(local))
                {
                    Assert.True(i > last, $"neuron {neuron}: sample {i} after {last}.");
                    fires[neuron * Samples + (last = i)] = true;
                }
            }
        }

        return fires;
    }
}
