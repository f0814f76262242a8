using Engine.Indexing;
using Xunit;

namespace Engine.Tests.Indexing;

/// <summary>The byte kernels compute integers exactly, at the ends of the ranges too.</summary>
public sealed unsafe class ByteKernelTests
{
    private const int Points = ByteLevels.PanelPoints, Queries = ByteLevels.PackQueries, Sums = ByteLevels.TileSums;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    public void Sums_AreTheProductsOfBlocks(int dimension)
    {
        var random = new Random(dimension);
        foreach (bool extreme in new[] { false, true })
        {
            // Extreme: every component at the end of its range, so that sums are as large as the scales allow.
            float Draw() => extreme ? random.Next(10) == 0 ? -1 : 1 : (float)(2 * random.NextDouble() - 1);
            float[] points = [.. Enumerable.Range(0, Points * dimension).Select(_ => Draw())], queries = [.. Enumerable.Range(0, Queries * dimension).Select(_ => Draw())];
            var quantised = new QuantisedPoints(dimension, points);
            var pack = new QueryPack(dimension);
            pack.Fill(queries, 0.5f, quantised);
            int blocks = ByteLevels.Blocks(dimension);
            foreach (int together in new[] { 1, Math.Min(2, blocks) })
            {
                for (int b = 0; b < blocks; b += together)
                {
                    ushort[] expected = Expected(quantised, pack, b, together);
                    Assert.Equal(expected, Run<WordKernel>(quantised, pack, b, together));
                    if (ByteProductsSupport.Has(ByteProducts.Pairs256)) Assert.Equal(expected, Run<PairKernel256>(quantised, pack, b, together));
                    if (ByteProductsSupport.Has(ByteProducts.Pairs512)) Assert.Equal(expected, Run<PairKernel512>(quantised, pack, b, together));
                }
            }
        }
    }

    [Fact]
    public void Averages_AreRoundedUp()
    {
        var random = new Random(1);
        ushort[] a = [.. Enumerable.Range(0, Sums).Select(_ => (ushort)random.Next(1 << 16))], b = [.. Enumerable.Range(0, Sums).Select(_ => (ushort)random.Next(1 << 16))];
        ushort[] expected = [.. a.Zip(b, (x, y) => (ushort)((x + y + 1) / 2))];
        Assert.Equal(expected, Average<WordKernel>(a, b));
        if (ByteProductsSupport.Has(ByteProducts.Pairs256)) Assert.Equal(expected, Average<PairKernel256>(a, b));
        if (ByteProductsSupport.Has(ByteProducts.Pairs512)) Assert.Equal(expected, Average<PairKernel512>(a, b));
    }

    [Fact]
    public void Comparisons_AreOfRoundedIntegers()
    {
        var random = new Random(2);
        for (int round = 0; round < 500; round++)
        {
            ushort[] sums = [.. Enumerable.Range(0, Sums).Select(_ => (ushort)(ByteLevels.Offset + random.Next(-30_005, 30_006)))];
            short[] ratios = [.. Enumerable.Range(0, Points).Select(_ => (short)(random.Next(4) == 0 ? short.MaxValue : random.Next(short.MaxValue + 1)))];
            int[] limits = new int[4 * Queries];
            ulong[] verdicts = new ulong[2 * Queries];
            for (int j = 0; j < Queries; j++)
            {
                // Limits among the results: ties occur.
                int bound = random.Next(2_200), point = random.Next(Points);
                int high = Scaled(sums[Points * j + point], -bound, ratios[point]), low = Scaled(sums[Points * j + point], bound, ratios[point]);
                (limits[j], limits[8 + j], limits[16 + j], limits[24 + j]) = (Twice(ByteLevels.Offset - bound), Twice(ByteLevels.Offset + bound), Twice(high), Twice(low));
                for (int i = 0; i < Points; i++)
                {
                    if (Scaled(sums[Points * j + i], -bound, ratios[i]) > high) verdicts[j] |= 1ul << i;
                    if (Scaled(sums[Points * j + i], bound, ratios[i]) > low) verdicts[Queries + j] |= 1ul << i;
                }
            }

            Assert.Equal(verdicts, Compare<WordKernel>(sums, ratios, limits));
            if (ByteProductsSupport.Has(ByteProducts.Pairs256)) Assert.Equal(verdicts, Compare<PairKernel256>(sums, ratios, limits));
            if (ByteProductsSupport.Has(ByteProducts.Pairs512)) Assert.Equal(verdicts, Compare<PairKernel512>(sums, ratios, limits));
        }
    }

    [Fact]
    public void Limits_StayOutsideTheBound_ByAsMuchAsRoundingMayTake()
    {
        // One component: everything in the proof can be computed. u = 45, v = 91, T = u v tau.
        var points = new QuantisedPoints(1, [.. Enumerable.Repeat(2f, Points)]);
        var pack = new QueryPack(1);
        pack.Fill([1f], 1.5f, points);
        pack.Aim(points.Scales[0]);
        int threshold = (int)(45 * 91 * 1.5), bound = (short)pack.Limits[8] - short.MinValue;
        Assert.Equal(45, points.Scales[0]);
        // c = gamma (90 + 0) 91 + 1, a little above 1: C = 2.
        Assert.Equal(2, bound);
        Assert.Equal((Twice(ByteLevels.Offset - 2), Twice(threshold + 2), Twice(threshold - 3)), (pack.Limits[0], pack.Limits[16], pack.Limits[24]));
        GC.KeepAlive(pack);
    }

    private static int Twice(int x) => x << 16 | x & ushort.MaxValue;

    private static int Scaled(ushort sum, int bound, short ratio) => (int)Math.Floor(((sum - ByteLevels.Offset + bound) * (double)ratio + (1 << 14)) / (1 << 15));

    private static ushort[] Expected(QuantisedPoints points, QueryPack pack, int first, int blocks)
    {
        ushort[] sums = new ushort[Sums];
        int steps = pack.BlockSteps;
        for (int block = 0; block < blocks; block++)
        {
            byte* codes = points.Codes(0) + (first + block) * steps * Points * ByteLevels.Step;
            sbyte* words = (sbyte*)(pack.Words + (first + block) * steps * Queries);
            for (int s = 0; s < Sums; s++)
            {
                int sum = ByteLevels.Offset;
                for (int k = 0; k < steps * 2; k++) sum += (codes[(k / 2 * Points + s % Points) * 2 + k % 2] - ByteLevels.Point) * words[(k / 2 * Queries + s / Points) * 4 + k % 2];
                Assert.InRange(sum, ByteLevels.Offset - ByteLevels.BlockProduct, ByteLevels.Offset + ByteLevels.BlockProduct);
                sums[s] = (ushort)(block == 0 ? sum : (sums[s] + sum + 1) / 2);
            }
        }

        GC.KeepAlive(points);
        GC.KeepAlive(pack);
        return sums;
    }

    private static ushort[] Run<TKernel>(QuantisedPoints points, QueryPack pack, int first, int blocks)
        where TKernel : struct, IByteKernel
    {
        var sums = new AlignedMemory<ushort>(Sums);
        int steps = pack.BlockSteps;
        TKernel.Sums(points.Codes(0) + first * steps * Points * ByteLevels.Step, steps, blocks, pack.Words + first * steps * Queries, pack.Starts + first * Queries, sums.Pointer);
        ushort[] result = new Span<ushort>(sums.Pointer, Sums).ToArray();
        GC.KeepAlive(sums);
        GC.KeepAlive(points);
        GC.KeepAlive(pack);
        return result;
    }

    private static ushort[] Average<TKernel>(ushort[] a, ushort[] b)
        where TKernel : struct, IByteKernel
    {
        AlignedMemory<ushort> x = Aligned(a), y = Aligned(b);
        TKernel.Average(x.Pointer, y.Pointer);
        ushort[] result = new Span<ushort>(x.Pointer, Sums).ToArray();
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return result;
    }

    private static ulong[] Compare<TKernel>(ushort[] sums, short[] ratios, int[] limits)
        where TKernel : struct, IByteKernel
    {
        AlignedMemory<ushort> x = Aligned(sums);
        AlignedMemory<short> r = Aligned(ratios);
        ulong[] verdicts = new ulong[2 * Queries];
        fixed (int* l = limits)
        fixed (ulong* v = verdicts)
        {
            TKernel.Compare(x.Pointer, r.Pointer, l, v);
        }

        GC.KeepAlive(x);
        GC.KeepAlive(r);
        return verdicts;
    }

    private static AlignedMemory<T> Aligned<T>(T[] values)
        where T : unmanaged
    {
        var memory = new AlignedMemory<T>(values.Length);
        values.CopyTo(new Span<T>(memory.Pointer, values.Length));
        return memory;
    }
}
