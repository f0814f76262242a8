using Engine.Indexing;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>The byte kernels compute integers exactly, at the ends of the ranges too.</summary>
public sealed unsafe class ByteKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    public void Kernels_ComputeTheSameSums(int dimension)
    {
        var random = new Random(dimension);
        foreach (bool extreme in new[] { false, true })
        {
            // Extreme: every component at the end of its range, so that 16-bit sums are as large as the scales allow.
            float Draw() => extreme ? random.Next(10) == 0 ? -1 : 1 : (float)(2 * random.NextDouble() - 1);
            float[] points = [.. Enumerable.Range(0, 32 * dimension).Select(_ => Draw())], queries = [.. Enumerable.Range(0, 8 * dimension).Select(_ => Draw())];
            var quantised = new QuantisedPoints(dimension, points);
            var pack = new QueryPack(dimension);
            pack.Fill(queries, 0.5f, quantised);
            int[] expected = Expected(quantised, pack, dimension);
            Assert.Equal(expected, Run<WideningKernel>(quantised, pack, dimension));
            if (ByteProductsSupport.Has(ByteProducts.Vnni)) Assert.Equal(expected, Run<VnniKernel>(quantised, pack, dimension));
            if (ByteProductsSupport.Has(ByteProducts.Pairs512)) Assert.Equal(expected, Run<PairKernel512>(quantised, pack, dimension));
        }
    }

    private static int[] Expected(QuantisedPoints points, QueryPack pack, int dimension)
    {
        int[] sums = new int[8 * 32];
        byte* codes = points.Codes(0);
        sbyte* words = (sbyte*)pack.Words;
        for (int k = 0; k < ByteLevels.Steps(dimension) * 4; k++)
        {
            for (int j = 0; j < 8; j++)
            {
                for (int i = 0; i < 32; i++) sums[32 * j + i] += (codes[(k / 4 * 32 + i) * 4 + k % 4] - ByteLevels.Point) * words[(k / 4 * 8 + j) * 4 + k % 4];
            }
        }

        return sums;
    }

    private static int[] Run<TKernel>(QuantisedPoints points, QueryPack pack, int dimension)
        where TKernel : struct, IByteKernel
    {
        int[] sums = new int[8 * 32];
        fixed (int* target = sums) TKernel.Sums(points.Codes(0), ByteLevels.Steps(dimension), pack, target);
        GC.KeepAlive(points);
        GC.KeepAlive(pack);
        return sums;
    }
}
