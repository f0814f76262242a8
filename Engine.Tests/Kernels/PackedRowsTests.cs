using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels;

public sealed unsafe class PackedRowsTests
{
    public static TheoryData<int, int> Shapes() => new()
    {
        { 0, 3 }, { 1, 1 }, { 2, 15 }, { 31, 16 }, { 32, 17 }, { 33, 31 }, { 65, 47 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Rows_HoldTheSamplesAndEndInZeros(int samples, int dimension)
    {
        float[] given = RandomRows.Unit(samples, dimension, seed: samples);
        using PackedRows packed = new(given, dimension);

        Assert.Equal(samples, packed.Count);
        Assert.Equal((dimension + 15) / 16 * 16, packed.PaddedDimension);
        Assert.Equal((samples + 31) / 32 * 32, packed.PaddedCount);
        for (int i = 0; i < samples + TileProduct.TileRows; i++)
        {
            for (int k = 0; k < packed.PaddedDimension; k++)
                Assert.Equal(i < samples && k < dimension ? given[i * dimension + k] : 0.0f, packed.Row(i)[k]);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Panels_HoldTheTransposeAndAreFilledUpWithZeros(int samples, int dimension)
    {
        float[] given = RandomRows.Unit(samples, dimension, seed: samples);
        using PackedRows packed = new(given, dimension);
        for (int i = 0; i < packed.PaddedCount; i++)
        {
            for (int k = 0; k < dimension; k++)
            {
                float element = packed.Panels[(i / 32 * dimension + k) * 32 + i % 32];
                Assert.Equal(i < samples ? given[i * dimension + k] : 0.0f, element);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(33, 17)]
    [InlineData(70, 40)]
    public void KernelMatrix_IsTheScalarChainAndSymmetricBitForBit(int samples, int dimension)
    {
        float[] given = RandomRows.Unit(samples, dimension, seed: samples);
        using PackedRows packed = new(given, dimension);
        using WorkerTeam team = new(2);
        using KernelMatrix kernel = new(packed, team);
        for (int i = 0; i < samples; i++)
        {
            for (int j = 0; j < samples; j++)
            {
                Assert.Equal(SingleRounding.Chain(packed.RowSpan(i), packed.RowSpan(j)), kernel.Row(i)[j]);
                Assert.Equal(kernel.Row(j)[i], kernel.Row(i)[j]);
            }
        }
    }
}
