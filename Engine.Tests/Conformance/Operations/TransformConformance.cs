using System.Numerics;
using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Conformance;

/// <summary>Walsh-Hadamard transforms and structured rows: the same bits on every device.</summary>
internal static class TransformConformance
{
    // Around an octet, a tile of 2^11 elements, and one, two and three levels in a second pass; below, eight, and a third pass.
    private static readonly int[] s_levels = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14];

    // Around the eight vectors that share a thread's signs, and around a tile.
    private static readonly (int Dimension, int Count, int Blocks)[] s_rowShapes = [(1, 1, 1), (2, 3, 2), (3, 8, 1), (5, 9, 3), (16, 2, 2), (64, 1, 1), (100, 17, 1), (2049, 1, 1)];

    public static IEnumerable<ConformanceCase> Cases =>
    [
        .. from levels in s_levels from count in Counts(levels) select new ConformanceCase("hadamard", $"N=2^{levels} n={count}", run => Hadamard(run, levels, count, 1, gap: 3)),
        .. from levels in (int[])[0, 5, 11, 12] select new ConformanceCase("hadamard", $"N=2^{levels} scaled", run => Hadamard(run, levels, 2, 0.3f, gap: 0)),
        .. from levels in (int[])[17, 19, 20, 24] select new ConformanceCase("hadamard", $"N=2^{levels}", run => Hadamard(run, levels, 1, 0.3f, gap: 0), IsLarge: true),
        new("hadamard", "n=0, and misuse", HadamardRefuses),
        .. from shape in s_rowShapes select Case(shape.Dimension, shape.Count, shape.Blocks),
        new("structured-rows", "first block 2^40", run => Rows(run, 5, 2, 1, firstBlock: 1L << 40)),
        new("structured-rows", "d=3000 n=20 blocks=3", run => Rows(run, 3000, 20, 3, firstBlock: 0), IsLarge: true),
        new("structured-rows", "misuse", RowsRefuse),
    ];

    // Short rows share a tile: one tile exactly, and one row more.
    private static int[] Counts(int levels) => levels is 3 or 9 ? [1, 2048 >> levels, (2048 >> levels) + 1] : levels < 3 ? [1, 7] : [1, 3];

    private static ConformanceCase Case(int dimension, int count, int blocks) =>
        new("structured-rows", $"d={dimension} n={count} blocks={blocks}", run => Rows(run, dimension, count, blocks, firstBlock: 2));

    private static float[] Normals(int length, uint stream)
    {
        var elements = new float[length];
        new CounterRandom(5, stream).FillNormals(elements, 0);
        return elements;
    }

    private static void Hadamard(ConformanceRun run, int levels, int count, float scale, int gap)
    {
        int length = 1 << levels, stride = length + gap;
        float[] x = Normals(count * stride - gap, 81);
        GuardedArray<float> array = run.Input<float>(x);
        run.Device.Transforms.WalshHadamard(array.Matrix(count, length, stride), scale);
        float[] y = run.Read(array);
        for (int i = 0; i < count; i++) Plain(x.AsSpan(i * stride, length), scale);
        EqualBits.Require(x, y, "rows and gaps");
        // H H = N I, and the device's own result goes in again.
        run.Device.Transforms.WalshHadamard(array.Matrix(count, length, stride), 1.0f / length);
        for (int i = 0; i < count; i++) Plain(x.AsSpan(i * stride, length), 1.0f / length);
        EqualBits.Require(x, run.Read(array), "rows transformed again");
    }

    /// <summary>The documented order of levels by its plainest program.</summary>
    private static void Plain(Span<float> x, float scale)
    {
        foreach (ref float element in x) element *= scale;
        for (int distance = 1; distance < x.Length; distance *= 2)
        {
            for (int i = 0; i < x.Length; i++)
            {
                if ((i & distance) == 0) (x[i], x[i + distance]) = (x[i] + x[i + distance], x[i] - x[i + distance]);
            }
        }
    }

    private static void HadamardRefuses(ConformanceRun run)
    {
        TransformOperations transforms = run.Device.Transforms;
        GuardedArray<float> array = run.Output<float>(24);
        transforms.WalshHadamard(array.Matrix(0, 8, 8));
        Assert.All(run.Read(array), element => Assert.Equal(float.NaN, element));
        Assert.Throws<ArgumentOutOfRangeException>(() => transforms.WalshHadamard(array.Matrix(1, 24, 24)));
        Assert.Throws<ArgumentOutOfRangeException>(() => transforms.WalshHadamard(array.Matrix(1, 0, 24)));
        Assert.Throws<ArgumentException>(() => transforms.WalshHadamard(array.Matrix(3, 8, 8).Transposed));
    }

    private static void Rows(ConformanceRun run, int dimension, int count, int blocks, long firstBlock)
    {
        RngState state = new(Seed: 61, Stream: 4, NextIndex: (1UL << 32) - 7);
        int order = (int)BitOperations.RoundUpToPowerOf2((uint)dimension), width = blocks * order, stride = dimension + 2, productStride = width + 5;
        float[] x = Normals(count * stride - 2, 82);
        GuardedArray<float> vectors = run.Input<float>(x), products = run.Output<float>(count * productStride - 5);
        using DeviceStructuredRows rows = run.Device.Transforms.StructuredRows(dimension, state);
        Assert.Equal(order, rows.BlockRows);
        Assert.Equal(state.NextIndex + 3UL * (uint)order * 2, rows.After(2).NextIndex);
        for (int repetition = 0; repetition < 2; repetition++)
        {
            rows.Multiply(firstBlock, blocks, vectors.Matrix(count, dimension, stride), products.Matrix(count, width, productStride));
            float[] y = run.Read(products);
            for (int i = 0; i < count; i++)
            {
                for (int b = 0; b < blocks; b++)
                {
                    float[] expected = Block(x.AsSpan(i * stride, dimension), order, state, firstBlock + b);
                    EqualBits.Require(expected, y.AsSpan(i * productStride + b * order, order), $"vector {i}, block {b}");
                }

                if (i + 1 < count) Assert.All(y[(i * productStride + width)..((i + 1) * productStride)], gap => Assert.Equal(float.NaN, gap));
            }
        }
    }

    private static float[] Block(ReadOnlySpan<float> x, int order, RngState state, long block)
    {
        CounterRandom random = new(state.Seed, state.Stream);
        var y = new float[order];
        x.CopyTo(y);
        for (int diagonal = 2; diagonal >= 0; diagonal--)
        {
            for (int j = 0; j < order; j++) y[j] *= random.Sign(state.NextIndex + (ulong)order * (3 * (ulong)block + (ulong)diagonal) + (ulong)j);
            Plain(y, diagonal == 0 ? 1.0f / order : 1);
        }

        return y;
    }

    private static void RowsRefuse(ConformanceRun run)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Device.Transforms.StructuredRows(0, default));
        using DeviceStructuredRows rows = run.Device.Transforms.StructuredRows(3, new RngState(1, 2, ulong.MaxValue - 12));
        GuardedArray<float> x = run.Output<float>(6), y = run.Output<float>(8);
        rows.Multiply(0, 0, x.Matrix(2, 3, 3), y.Matrix(2, 0, 4));
        rows.Multiply(0, 1, x.Matrix(0, 3, 3), y.Matrix(0, 4, 4));
        Assert.Throws<OverflowException>(() => rows.Multiply(1, 1, x.Matrix(2, 3, 3), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => rows.Multiply(0, 1, x.Matrix(2, 2, 3), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => rows.Multiply(0, 1, x.Matrix(1, 3, 3), y.Matrix(2, 4, 4)));
        Assert.Throws<ArgumentException>(() => rows.Multiply(0, 1, x.Matrix(2, 3, 3), y.Matrix(4, 2, 2).Transposed));
        Assert.All(run.Read(y), element => Assert.Equal(float.NaN, element));
    }
}
