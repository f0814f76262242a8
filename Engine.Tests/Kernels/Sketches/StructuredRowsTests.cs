using System.Numerics;
using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

public sealed class StructuredRowsTests
{
    private static readonly RngState s_state = new(Seed: 61, Stream: 4, NextIndex: 7);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(64)]
    public void FillRow_EqualsTheDocumentedBlock_Exactly(int dimension)
    {
        using WorkerTeam team = new(1);
        using StructuredRows rows = new(dimension, s_state, team);
        Assert.Equal((int)BitOperations.RoundUpToPowerOf2((uint)dimension), rows.BlockRows);
        float[] row = new float[dimension];
        foreach (int block in new[] { 0, 1, 5 })
        {
            double[,] expected = Block(rows.BlockRows, block);
            for (int r = 0; r < rows.BlockRows; r++)
            {
                rows.FillRow((long)block * rows.BlockRows + r, row);
                for (int j = 0; j < dimension; j++) Assert.Equal(expected[r, j], row[j]);
            }
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 70)]
    [InlineData(64, 65)]
    [InlineData(100, 2)]
    public void Multiply_EqualsTheRowsTimesTheVectors_WithinTheBound(int dimension, int count)
    {
        const int FirstBlock = 2, Blocks = 3;
        using WorkerTeam team = new(2);
        using StructuredRows rows = new(dimension, s_state, team);
        int width = Blocks * rows.BlockRows;
        float[] vectors = SketchCases.Normals(count * dimension, 60), products = new float[count * width], row = new float[dimension];
        rows.Multiply(FirstBlock, Blocks, VectorBatch.Dense(vectors, dimension), products);

        int levels = BitOperations.Log2((uint)rows.BlockRows);
        for (int k = 0; k < width; k++)
        {
            rows.FillRow((long)FirstBlock * rows.BlockRows + k, row);
            for (int i = 0; i < count; i++)
            {
                double exact = 0, square = 0;
                for (int j = 0; j < dimension; j++)
                {
                    exact += (double)row[j] * vectors[i * dimension + j];
                    square += (double)vectors[i * dimension + j] * vectors[i * dimension + j];
                }

                double bound = SingleRounding.Gamma(3 * levels) * Math.Sqrt(rows.BlockRows * square) + Rounding.Gamma(dimension) * Math.Sqrt(rows.BlockRows * square);
                Assert.InRange(products[i * width + k] - exact, -bound, bound);
            }
        }
    }

    [Fact]
    public void Rows_OfABlock_AreOrthogonal_WithTheNormOfTheirLength()
    {
        const int Dimension = 32;
        using WorkerTeam team = new(1);
        using StructuredRows rows = new(Dimension, s_state, team);
        float[][] block = [.. Enumerable.Range(0, Dimension).Select(r => Row(rows, r))];
        for (int a = 0; a < Dimension; a++)
        {
            // Multiples of 1/32: the sums are exact.
            for (int b = 0; b < Dimension; b++) Assert.Equal(a == b ? Dimension : 0, block[a].Zip(block[b], (x, y) => (double)x * y).Sum());
        }
    }

    [Fact]
    public void Multiply_GivesTheSameBits_ForAnyTeam_AndForABlockAlone()
    {
        const int Dimension = 48, Blocks = 4, Count = 130;
        float[] vectors = SketchCases.Normals(Count * Dimension, 61);
        float[]? first = null;
        foreach (int size in new[] { 1, 2, 3 })
        {
            using WorkerTeam team = new(size);
            using StructuredRows rows = new(Dimension, s_state, team);
            float[] products = new float[Count * Blocks * rows.BlockRows], alone = new float[rows.BlockRows];
            rows.Multiply(0, Blocks, VectorBatch.Dense(vectors, Dimension), products);
            Assert.True((first ??= products).AsSpan().SequenceEqual(products));
            rows.Multiply(Blocks - 1, 1, VectorBatch.Dense(vectors.AsSpan((Count - 1) * Dimension), Dimension), alone);
            Assert.True(alone.AsSpan().SequenceEqual(products.AsSpan(products.Length - rows.BlockRows)));
        }
    }

    [Fact]
    public void After_ContinuesWhereTheBlocksEnd()
    {
        using WorkerTeam team = new(1);
        using StructuredRows rows = new(20, s_state, team), later = new(20, rows.After(3), team);
        Assert.Equal(s_state.NextIndex + 3 * 3 * 32, rows.After(3).NextIndex);
        Assert.Equal(Row(rows, 3 * 32 + 5), Row(later, 5));
    }

    [Fact]
    public void Rows_RefuseMisuse()
    {
        using WorkerTeam team = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StructuredRows(0, s_state, team));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StructuredRows((1 << 24) + 1, s_state, team));
        using StructuredRows rows = new(5, s_state, team);
        float[] x = new float[10], products = new float[16];
        Assert.Throws<ArgumentException>(() => rows.Multiply(0, 1, VectorBatch.Dense(x, 10), products));
        Assert.Throws<ArgumentException>(() => rows.Multiply(0, 2, VectorBatch.Dense(x, 5), products));
        Assert.Throws<ArgumentException>(() => rows.Multiply(0, 1, VectorBatch.Sparse([0, 0, 0], [], [], 5), products));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Multiply(-1, 1, VectorBatch.Dense(x, 5), products));
        Assert.Throws<ArgumentException>(() => rows.FillRow(0, x));
        Assert.Equal(0, AllocatedBytes.By(() => rows.Multiply(0, 1, VectorBatch.Dense(x, 5), products)));
    }

    private static float[] Row(StructuredRows rows, long number)
    {
        float[] row = new float[rows.Dimension];
        rows.FillRow(number, row);
        return row;
    }

    // (1/M) H D1 H D2 H D3 by the matrix product.
    private static double[,] Block(int order, int block)
    {
        CounterRandom random = new(s_state.Seed, s_state.Stream);
        double[,] product = new double[order, order];
        for (int r = 0; r < order; r++) product[r, r] = 1.0 / order;
        for (int t = 1; t <= 3; t++)
        {
            double[,] next = new double[order, order];
            for (int r = 0; r < order; r++)
            {
                for (int j = 0; j < order; j++)
                {
                    for (int k = 0; k < order; k++) next[r, j] += product[r, k] * ((BitOperations.PopCount((uint)(k & j)) & 1) == 0 ? 1 : -1);
                    next[r, j] *= random.Sign(s_state.NextIndex + (ulong)(order * (3 * block + t - 1) + j));
                }
            }

            product = next;
        }

        return product;
    }
}
