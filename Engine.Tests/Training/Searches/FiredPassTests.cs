using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Training;

public sealed unsafe class FiredPassTests
{
    /// <summary>Every number of samples around the eight that are taken together, bit for bit.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Products_AreTheCanonicalOnes(int dimension)
    {
        const int Samples = 40;
        float[] rows = RandomRows.Unit(Samples, dimension, seed: 3), weights = RandomRows.Unit(1, dimension, seed: 4);
        using var packed = new PackedRows(rows, dimension);
        for (int count = 0; count <= 20; count++)
        {
            int[] ids = [.. Enumerable.Range(0, count).Select(p => p * 2 % Samples)];
            float[] products = [.. Enumerable.Repeat(-7f, count + 1)];
            fixed (float* row = weights, result = products) FiredPass.Products(packed, ids, row, result);
            for (int p = 0; p < count; p++) Assert.Equal(SingleRounding.Chain(weights, rows.AsSpan(ids[p] * dimension, dimension)), products[p]);
            Assert.Equal(-7f, products[count]);
        }
    }

    [Fact]
    public void Flips_AreTheSymmetricDifference()
    {
        Random random = new(6);
        for (int round = 0; round < 200; round++)
        {
            int[] before = [.. Enumerable.Range(0, 12).Where(_ => random.Next(2) == 0)], now = [.. Enumerable.Range(0, 12).Where(_ => random.Next(3) == 0)];
            Assert.Equal(before.Except(now).Count() + now.Except(before).Count(), FiredPass.Flips(before, now));
        }
    }
}
