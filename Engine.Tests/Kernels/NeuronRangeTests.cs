using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed class NeuronRangeTests
{
    public static TheoryData<int, int> Networks()
    {
        TheoryData<int, int> networks = new();
        foreach (int width in new[] { 1, 7, 8, 127, 128, 129, 1000, 32_768, 32_769, 100_003, 1 << 20, 16_777_259 })
        {
            foreach (int outputs in new[] { 1, 2, 3, 10, 101 }) networks.Add(width, outputs);
        }

        return networks;
    }

    [Theory, MemberData(nameof(Networks))]
    public void Cut_CoversEveryNeuronOnceAndNeverCrossesAnOutput_WhenGrouped(int width, int outputs)
    {
        int next = 0;
        foreach (NeuronRange range in NeuronRange.Cut(width, outputs, grouped: true))
        {
            Assert.Equal(next, range.First);
            Assert.True(range.Count > 0);
            Assert.Equal(1, range.OutputCount);
            // floor(k m / K) <= first and last < floor((k+1) m / K), in exact arithmetic.
            Assert.True(range.First >= (long)range.FirstOutput * width / outputs);
            Assert.True(range.First + range.Count <= (long)(range.FirstOutput + 1) * width / outputs);
            next += range.Count;
        }

        Assert.Equal(width, next);
    }

    [Theory, MemberData(nameof(Networks))]
    public void Cut_CoversEveryNeuronOnceWithAllOutputs_WhenDense(int width, int outputs)
    {
        int next = 0;
        foreach (NeuronRange range in NeuronRange.Cut(width, outputs, grouped: false))
        {
            Assert.Equal((next, 0, outputs), (range.First, range.FirstOutput, range.OutputCount));
            Assert.True(range.Count > 0);
            next += range.Count;
        }

        Assert.Equal(width, next);
    }

    [Theory, MemberData(nameof(Networks))]
    public void Cut_MakesWholeTilesAndFewRanges(int width, int outputs)
    {
        foreach (bool grouped in new[] { true, false })
        {
            NeuronRange[] ranges = NeuronRange.Cut(width, outputs, grouped);
            Assert.True(ranges.Length <= 256 + outputs, $"{ranges.Length} ranges.");
            for (int s = 0; s + 1 < ranges.Length; s++)
            {
                bool last = ranges[s + 1].FirstOutput != ranges[s].FirstOutput;
                Assert.True(last || ranges[s].Count % TileProduct.TileRows == 0, $"range {s} has {ranges[s].Count} neurons.");
            }
        }
    }
}
