using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

/// <summary>Scores on the threshold, on the floor of the band, and one unit in the last place beside them; with d = 1 a weight is a score.</summary>
public sealed class ThresholdTests
{
    private const float Shift = 1.1f, Band = 0.3f, Floor = Shift - Band;

    private static readonly float[] s_weights =
    [
        MathF.BitDecrement(Floor), Floor, MathF.BitIncrement(Floor), MathF.BitDecrement(Shift), Shift, MathF.BitIncrement(Shift), 5f, -5f, 0f,
    ];

    [Fact]
    public void Lists_AndFires_AreStrictToTheLastPlace()
    {
        using CandidateSetup setup = Setup();
        // The trace compares counts and lists with the scores; what they have to be is known here.
        CandidateReading reading = new CandidateTrace(setup).Now;
        for (int pair = 0; pair < reading.Listed.Length; pair++)
        {
            float score = Score(setup, pair);
            Check.That(reading.Listed[pair] == score > Floor, $"score {score:R}: listed {reading.Listed[pair]}.");
            Check.That(reading.Fires(pair) == score > Shift, $"score {score:R}: fires {reading.Fires(pair)}.");
        }

        Assert.Contains(Enumerable.Range(0, reading.Listed.Length), pair => Score(setup, pair) == MathF.BitIncrement(Shift));
    }

    [Fact]
    public void FiredRows_AreStrictToTheLastPlace()
    {
        using CandidateSetup setup = Setup();
        setup.Blocks.Preprocess(CancellationToken.None);
        FiredRows[] fired = [new()];
        setup.Blocks.CollectFired(fired);
        for (int r = 0; r < s_weights.Length; r++)
        {
            int[] expected = [.. Enumerable.Range(0, setup.Case.Samples).Where(i => Score(setup, r * setup.Case.Samples + i) > Shift)];
            Assert.Equal(expected, fired[0].Ids[fired[0].Offsets[r]..fired[0].Offsets[r + 1]].ToArray());
        }
    }

    [Fact]
    public void ApplyGram_AndSteps_TakeTheSameFireSets()
    {
        using CandidateSetup setup = Setup();
        CandidateTrace trace = new(setup);
        using NativeBuffer<float> ones = setup.Spread([.. Enumerable.Repeat(1.0, setup.Case.Samples)]);
        double[] image = new double[setup.Case.Samples];
        setup.Blocks.ApplyGram(ones, image);
        int n = setup.Case.Samples;
        for (int i = 0; i < n; i++)
        {
            double expected = 0.0;
            for (int r = 0; r < s_weights.Length; r++)
            {
                for (int j = 0; j < n; j++)
                    expected += Score(setup, r * n + i) > Shift && Score(setup, r * n + j) > Shift ? setup.Rows[i] * setup.Rows[j] : 0.0;
            }

            // Sums of ones, and a scale applied once in double.
            Check.Near(image[i], expected * trace.Point.Scale * trace.Point.Scale, Rounding.Gamma(2) * image[i], $"sample {i}");
        }

        // The trace checks that the step reaches the pairs that fire, and no others.
        trace.Follow(new CandidateMove(FromBase: true, 0.5f, Size: 0.1, RefreshAll: false, Seed: 1));
    }

    private static CandidateSetup Setup() => new(new CandidateCase { Width = s_weights.Length, Samples = 21, Dimension = 1, Shift = Shift, Band = Band }, s_weights);

    private static float Score(CandidateSetup setup, int pair) => s_weights[pair / setup.Case.Samples] * (float)setup.Rows[pair % setup.Case.Samples];
}
