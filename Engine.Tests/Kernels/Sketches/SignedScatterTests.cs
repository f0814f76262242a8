using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>Sparse sign matrices bit for bit: one chain of rounded additions in the order of the elements, whatever path computes it.</summary>
public sealed class SignedScatterTests
{
    private const int Count = 35;

    private static readonly RngState s_state = new(Seed: 17, Stream: 3, NextIndex: 5);

    /// <summary>Columns around a block of 16 and a table of 256; q around the four that go together.</summary>
    public static TheoryData<int, int> Shapes()
    {
        TheoryData<int, int> shapes = [];
        foreach (int nonZeros in new[] { 1, 2, 3, 4, 5, 8 })
        {
            foreach (int columns in new[] { 1, 15, 16, 17, 255, 256, 257, 530 }) shapes.Add(nonZeros, columns);
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Apply_ToDenseVectors_IsAChainInColumnOrder_StoredOrComputed(int nonZeros, int columns)
    {
        SketchDistribution distribution = SketchDistribution.SparseSign(40, columns, nonZeros);
        float[] vectors = SketchCases.Normals(Count * columns, 50);
        int[] ids = [.. Enumerable.Range(0, columns)];
        float[][] expected = [.. Enumerable.Range(0, Count).Select(i => Chain(distribution, ids, vectors.AsSpan(i * columns, columns)))];
        long codes = (long)columns * nonZeros;
        // At the limit and one code above; numbers of vectors around a group of 16.
        foreach (long limit in new[] { codes, codes - 1 })
        {
            using WorkerTeam team = new(2);
            using SignedScatter scatter = Scatter(distribution, team, limit);
            foreach (int count in new[] { 1, 15, 16, 17, 32, Count })
            {
                float[] result = new float[count * distribution.Rows];
                scatter.Apply(VectorBatch.Dense(vectors.AsSpan(0, count * columns), columns), result);
                for (int i = 0; i < count; i++) Assert.Equal(expected[i], result[(i * distribution.Rows)..((i + 1) * distribution.Rows)]);
            }
        }
    }

    /// <summary>32768 codes are looked up at a time: 512 columns with q = 64, 32768 with q = 1; a few elements go without.</summary>
    [Theory]
    [InlineData(64, 1700, 400)]
    [InlineData(64, 1536, 400)]
    [InlineData(64, 1700, 40)]
    [InlineData(1, 70000, 90)]
    [InlineData(1, 300, 90)]
    [InlineData(4, 20000, 200)]
    [InlineData(7, 20000, 200)]
    public void Apply_ToSparseVectors_IsAChainInTheOrderStored(int nonZeros, int columns, int stored)
    {
        SketchDistribution distribution = SketchDistribution.SparseSign(128, columns, nonZeros);
        // Ascending, in no order, descending; repeated places among them.
        int[] drawn = [.. Enumerable.Range(0, stored).Select(e => (int)((e * 2654435761L) % columns))];
        int[] ascending = [0, .. drawn.Order(), columns - 1];
        int[][] orders = [ascending, [.. drawn], [.. ascending.Reverse()], [], ascending];
        List<int> ids = [];
        List<long> offsets = [0];
        for (int i = 0; i < 40; i++)
        {
            ids.AddRange(orders[i % orders.Length]);
            offsets.Add(ids.Count);
        }

        float[] values = SketchCases.Normals(ids.Count, 51);
        long codes = (long)columns * nonZeros;
        foreach (long limit in new[] { codes, codes - 1 })
        {
            using WorkerTeam team = new(2);
            using SignedScatter scatter = Scatter(distribution, team, limit);
            float[] result = new float[40 * distribution.Rows];
            scatter.Apply(VectorBatch.Sparse([.. offsets], [.. ids], values, columns), result);
            for (int i = 0; i < 40; i++)
            {
                int first = (int)offsets[i], end = (int)offsets[i + 1];
                Assert.Equal(Chain(distribution, [.. ids[first..end]], values.AsSpan(first..end)), result[(i * distribution.Rows)..((i + 1) * distribution.Rows)]);
            }
        }
    }

    [Fact]
    public void Codes_AreStoredUpToTheLimit()
    {
        using WorkerTeam team = new(2);
        using ColumnCodes within = new(new BlockedCodes(s_state, 40, 4), 700, 4, team, 2800), beyond = new(new BlockedCodes(s_state, 40, 4), 700, 4, team, 2799);
        unsafe
        {
            Assert.True(within.Stored != null);
            Assert.True(beyond.Stored == null);
            Assert.Equal(new ReadOnlySpan<uint>(within.Of(0, 512, 188), 4 * 188), new ReadOnlySpan<uint>(beyond.Of(1, 512, 188), 4 * 188));
        }
    }

    [Fact]
    public void Batch_RefusesAnIdOutside_WhereverItIs()
    {
        const int Length = 9;
        for (int stored = 1; stored < 40; stored++)
        {
            float[] values = new float[stored];
            for (int bad = 0; bad < stored; bad++)
            {
                int[] ids = new int[stored];
                ids[bad] = Length - 1;
                Assert.Equal(1, VectorBatch.Sparse([0, stored], ids, values, Length).Count);
                foreach (int id in new[] { Length, -1 })
                {
                    ids[bad] = id;
                    ArgumentException refusal = Assert.Throws<ArgumentException>(() => VectorBatch.Sparse([0, stored], ids, values, Length));
                    Assert.Contains($"ids[{bad}]={id}", refusal.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    private static SignedScatter Scatter(SketchDistribution distribution, WorkerTeam team, long limit) =>
        new(distribution, new DistinctCodes(s_state, distribution.Rows, distribution.NonZeros), team, limit);

    // S x, the elements of x added one by one in single precision.
    private static float[] Chain(SketchDistribution distribution, int[] ids, ReadOnlySpan<float> values)
    {
        CounterRandom random = new(s_state.Seed, s_state.Stream);
        float[] sums = new float[distribution.Rows];
        for (int e = 0; e < ids.Length; e++)
        {
            List<int> rows = [];
            for (int t = 0; t < distribution.NonZeros; t++)
            {
                ulong element = s_state.NextIndex + (ulong)((long)ids[e] * distribution.NonZeros + t);
                int last = distribution.Rows - distribution.NonZeros + t;
                int row = (int)((random.Bits(element) & 0x7FFF_FFFF) * (ulong)(last + 1) >> 31);
                if (rows.Contains(row)) row = last;
                rows.Add(row);
                sums[row] += random.Sign(element) * values[e];
            }
        }

        float scale = (float)(1 / Math.Sqrt(distribution.NonZeros));
        return [.. sums.Select(sum => sum * scale)];
    }
}
