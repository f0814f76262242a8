using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Deep;

/// <summary>T23 of the paper notes: every form of a trained matrix is the dense one, within rounding, through any trace of queries, steps and flushes.</summary>
public sealed class TrainedMatrixTests
{
    private const int Rounds = 12;

    private static readonly LayerCase[] s_cases =
    [
        new(Units: 1, Width: 1, Samples: 1, Rho: 0.9, Seed: 1),
        new(Units: 15, Width: 17, Samples: 16, Rho: 0.3, Seed: 2),
        new(Units: 16, Width: 16, Samples: 15, Rho: 0.5, Seed: 3),
        new(Units: 33, Width: 31, Samples: 17, Rho: 0.2, Seed: 4),
        new(Units: 300, Width: 130, Samples: 33, Rho: 0.05, Seed: 5),
        new(Units: 40, Width: 40, Samples: 3, Rho: 0, Seed: 6),
        // One input unit more than a piece of a panel has.
        new(Units: 19, Width: InputPieces.Length + 1, Samples: 5, Rho: 0.02, Seed: 7),
        // More units than a strip of dense folds, a range of scores and a panel hold.
        new(Units: 1100, Width: 37, Samples: 9, Rho: 0.03, Seed: 8),
    ];

    public static TheoryData<int, int> FormsAndCases()
    {
        var data = new TheoryData<int, int>();
        for (int form = 0; form < LayerForm.All.Length; form++)
        {
            for (int layer = 0; layer < s_cases.Length; layer++) data.Add(form, layer);
        }

        return data;
    }

    [Theory, MemberData(nameof(FormsAndCases))]
    public void Trace_AgreesWithDense_WithinRounding(int form, int layer) => Run(LayerForm.All[form], s_cases[layer], threads: 2, new LayerReference(s_cases[layer]));

    [Theory, MemberData(nameof(FormsAndCases))]
    public void Trace_HasTheSameBits_WithOneThread(int form, int layer) =>
        Assert.Equal(Run(LayerForm.All[form], s_cases[layer], threads: 1), Run(LayerForm.All[form], s_cases[layer], threads: 3));

    [Fact]
    public void Scores_AreTheBitsOfScalarChains()
    {
        LayerCase layer = s_cases[6];
        ActiveRows inputs = layer.Inputs(), step = layer.Step(new Random(2)), above = new(layer.Samples, layer.Units);
        foreach (LayerForm form in LayerForm.All)
        {
            using var team = new WorkerTeam(2);
            using NativeBuffer<float> start = Buffer(layer);
            using ITrainedMatrix matrix = form.Make(start, layer.Units, inputs, team);
            float[] weights = layer.Weights();
            AssertChains();
            if (matrix is not ScatterForm) continue;
            matrix.Add(step, 0.3f);
            for (int j = 0; j < layer.Samples; j++)
            {
                for (int q = 0; q < step.Ids(j).Length; q++)
                {
                    for (int p = 0; p < inputs.Ids(j).Length; p++)
                    {
                        ref float w = ref weights[step.Ids(j)[q] * layer.Width + inputs.Ids(j)[p]];
                        w = MathF.FusedMultiplyAdd(0.3f * step.Values(j)[q], inputs.Values(j)[p], w);
                    }
                }
            }

            AssertChains();

            void AssertChains()
            {
                matrix.CollectAbove(float.NegativeInfinity, above);
                for (int i = 0; i < layer.Samples; i++)
                {
                    for (int r = 0; r < layer.Units; r++)
                    {
                        float[] row = [.. inputs.Ids(i).ToArray().Select(p => weights[r * layer.Width + p])];
                        Assert.Equal(Reference.SingleRounding.Chain(row, inputs.Values(i)), above.Values(i)[r]);
                    }
                }
            }
        }
    }

    [Fact]
    public void NegativeThreshold_ReportsNoSampleThatIsNone()
    {
        LayerCase layer = s_cases[3];
        foreach (LayerForm form in LayerForm.All)
        {
            using var team = new WorkerTeam(1);
            using NativeBuffer<float> start = Buffer(layer);
            using ITrainedMatrix matrix = form.Make(start, layer.Units, layer.Inputs(), team);
            var above = new ActiveRows(layer.Samples, layer.Units);
            matrix.CollectAbove(float.NegativeInfinity, above);
            Assert.Equal((long)layer.Samples * layer.Units, above.Entries);
        }
    }

    [Fact]
    public void QueriesAndSteps_AllocateNothing_AfterTheFirst()
    {
        LayerCase layer = s_cases[4];
        ActiveRows step = layer.Step(new Random(1));
        foreach (LayerForm form in LayerForm.All.Take(4))
        {
            using var team = new WorkerTeam(1);
            using NativeBuffer<float> start = Buffer(layer);
            using ITrainedMatrix matrix = form.Make(start, layer.Units, layer.Inputs(), team);
            var above = new ActiveRows(layer.Samples, layer.Units);
            float length = 1;
            Assert.True(AllocatedBytes.By(() =>
            {
                // Back and forth: fire sets need no more room than the first time.
                matrix.Add(step, length = -length);
                matrix.CollectAbove(0.5f, above);
            }) == 0, form.Name);
        }
    }

    /// <summary>Random queries, steps of either sign, flushes and, at the end, W; checked against the reference where there is one.</summary>
    /// <returns>All bits that were seen.</returns>
    private static List<float> Run(LayerForm form, LayerCase layer, int threads, LayerReference? reference = null)
    {
        using var team = new WorkerTeam(threads);
        using NativeBuffer<float> start = Buffer(layer);
        using ITrainedMatrix matrix = form.Make(start, layer.Units, layer.Inputs(), team);
        var random = new Random(layer.Seed);
        var above = new ActiveRows(layer.Samples, layer.Units);
        var seen = new List<float>();
        for (int round = 0; round < Rounds; round++)
        {
            if (random.Next(3) > 0)
            {
                ActiveRows step = layer.Step(random);
                float length = (float)Reference.RandomRows.Normal(random);
                matrix.Add(step, length);
                reference?.Add(step, length);
            }

            if (random.Next(4) == 0 && matrix is LowRankForm flushed) flushed.Flush();
            float threshold = (float)Reference.RandomRows.Normal(random);
            matrix.CollectAbove(threshold, above);
            reference?.CheckAbove(threshold, above, $"{form}, {layer}, round {round}");
            for (int i = 0; i < layer.Samples; i++) seen.AddRange([.. above.Values(i), .. above.Ids(i).ToArray().Select(id => (float)id)]);
            if (matrix is LowRankForm lowRank) CheckProducts(lowRank, layer, random, reference, seen);
        }

        var weights = new float[(long)layer.Units * layer.Width];
        matrix.Materialise(weights);
        reference?.CheckWeights(weights, $"{form}, {layer}");
        return [.. seen, .. weights];
    }

    /// <summary>A sparse vector, and a dense one.</summary>
    private static void CheckProducts(LowRankForm matrix, LayerCase layer, Random random, LayerReference? reference, List<float> seen)
    {
        foreach (double density in new[] { 0.3, 1 })
        {
            int[] ids = [.. Enumerable.Range(0, layer.Width).Where(_ => random.NextDouble() < density)];
            float[] values = [.. ids.Select(_ => (float)Reference.RandomRows.Normal(random))], z = new float[layer.Units];
            matrix.Apply(ids, values, z);
            reference?.CheckProduct(ids, values, z, $"low-rank, {layer}, {ids.Length} of {layer.Width} active");
            seen.AddRange(z);
        }
    }

    private static NativeBuffer<float> Buffer(LayerCase layer)
    {
        float[] weights = layer.Weights();
        var buffer = new NativeBuffer<float>(weights.Length);
        weights.CopyTo(buffer.Slice(0, weights.Length));
        return buffer;
    }
}
