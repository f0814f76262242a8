using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class ForwardTests
{
    public static TheoryData<int, int, int, OutputWiring> Networks() => new()
    {
        { 1, 1, 1, OutputWiring.Grouped },
        { 7, 3, 1, OutputWiring.Dense },
        { 129, 17, 3, OutputWiring.Grouped },
        { 129, 16, 3, OutputWiring.Dense },
        { 1000, 31, 10, OutputWiring.Grouped },
        { 1003, 5, 2, OutputWiring.Dense },
        { 5, 4, 8, OutputWiring.Grouped },
    };

    [Theory, MemberData(nameof(Networks))]
    public void Forward_AgreesWithTheDenseNetwork_WithinRounding(int width, int dimension, int outputs, OutputWiring wiring)
    {
        // Below a negative shift even rows of zeros would count.
        foreach (float shift in new[] { 0.5f, -0.5f }) AssertAgrees(width, dimension, outputs, wiring, shift);
    }

    [Theory, MemberData(nameof(Networks))]
    public void Forward_HasTheSameBits_WhateverTheBatch(int width, int dimension, int outputs, OutputWiring wiring)
    {
        const int Samples = 1100;
        using NetworkCore core = new(width, dimension, outputs, shift: 0.5f, wiring, seed: 4);
        float[] rows = RandomRows.Unit(Samples, dimension, seed: 1);
        double[] together = new double[Samples * outputs];
        core.Forward(rows, together);

        // A single row runs on the calling thread, a batch on the pool; 1100 rows are two batches of the pass.
        foreach (int i in new[] { 0, 1, 30, 33, 517, 1023, 1024, 1099 })
        {
            foreach (int count in new[] { 1, 2, 47 })
            {
                int first = Math.Min(i, Samples - count);
                double[] alone = new double[count * outputs];
                core.Forward(rows.AsSpan(first * dimension, count * dimension), alone);
                Assert.Equal(together.AsSpan(first * outputs, count * outputs).ToArray(), alone);
            }
        }
    }

    [Fact]
    public void Forward_HasTheSameBits_WhenSeveralThreadsCallAtOnce()
    {
        using NetworkCore core = new(1000, 20, 3, shift: 1f, OutputWiring.Grouped, seed: 5);
        float[] rows = RandomRows.Unit(40, 20, seed: 2);
        double[] expected = new double[120];
        core.Forward(rows, expected);
        Parallel.For(0, 16, _ =>
        {
            double[] actual = new double[120];
            core.Forward(rows, actual);
            Assert.Equal(expected, actual);
        });
    }

    [Fact]
    public void Forward_GivesZero_WhenNoNeuronFires()
    {
        using NetworkCore core = new(100, 3, 2, shift: 50f, OutputWiring.Grouped, seed: 6);
        double[] outputs = [1.0, 1.0];
        core.Forward(RandomRows.Unit(1, 3, seed: 3), outputs);
        Assert.Equal([0.0, 0.0], outputs);
    }

    private static void AssertAgrees(int width, int dimension, int outputs, OutputWiring wiring, float shift)
    {
        using NetworkCore core = new(width, dimension, outputs, shift, wiring, seed: 3);
        DenseNetwork network = DenseNetwork.Of(core);
        foreach (int samples in new[] { 1, 2, 31, 33 })
        {
            float[] given = RandomRows.Unit(samples, dimension, seed: samples);
            double[] rows = Dense.Of(given), expected = network.Forward(rows), scores = network.Scores(rows), actual = new double[samples * outputs];
            core.Forward(given, actual);
            for (int i = 0; i < samples; i++)
            {
                for (int k = 0; k < outputs; k++)
                    Check.Near(actual[i * outputs + k], expected[k * samples + i], Bound(network, scores, samples, i, k), $"sample {i} of {samples}, output {k}");
            }
        }
    }

    /// <summary>
    /// A score is off by γ_d |w| |x|; z - b, and the fused sum of 8 neurons in fp32, add 9 roundings of what fires. max(·, 0) does not
    /// enlarge an error, so pairs that cannot fire within the first bound contribute nothing. The sum over tiles is in double.
    /// </summary>
    private static double Bound(DenseNetwork network, double[] scores, int samples, int sample, int output)
    {
        double sum = 0.0;
        for (int r = 0; r < network.Width; r++)
        {
            double score = SingleRounding.Gamma(network.Dimension + 2) * Dense.Norm(network.Weights.AsSpan(r * network.Dimension, network.Dimension));
            double above = scores[r * samples + sample] - network.Shift;
            if (above > -score) sum += Math.Abs(network.Signs[r * network.Outputs + output]) * (score + SingleRounding.Gamma(11) * (Math.Max(above, 0.0) + score));
        }

        return network.Scale * sum;
    }
}
