using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>What every sketch promises besides its matrix.</summary>
public sealed class SketchContractTests
{
    // Two panels of a normal sketch.
    private const int Rows = 40;
    private const int Columns = 300;
    private const int Count = 35;

    private static readonly RngState s_state = new(Seed: 41, Stream: 2, NextIndex: 3);

    public static TheoryData<SketchKind> Kinds => SketchCases.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_IsLinear_WithinRounding(SketchKind kind)
    {
        const float Factor = 3;
        SketchDistribution distribution = SketchCases.Create(kind, Rows, Columns);
        double[,] matrix = SketchMatrix.Of(distribution, s_state);
        // Integers: a A + B is exact.
        float[] a = SketchCases.Integers(Columns, 30), b = SketchCases.Integers(Columns, 31);
        float[] combined = [.. a.Zip(b, (x, y) => Factor * x + y)];
        using WorkerTeam team = new(1);
        using ISketch sketch = distribution.Sample(s_state, team).Operator;
        float[] left = SketchCases.Apply(sketch, combined), ofA = SketchCases.Apply(sketch, a), ofB = SketchCases.Apply(sketch, b);
        for (int i = 0; i < Rows; i++)
        {
            double size = 0;
            for (int j = 0; j < Columns; j++) size += Math.Abs(matrix[i, j]) * (Factor * Math.Abs(a[j]) + Math.Abs(b[j]));
            // Both sides are within γ of the exact value.
            double bound = 2 * SingleRounding.Gamma(Columns + 4) * size;
            Assert.InRange(left[i] - ((double)Factor * ofA[i] + ofB[i]), -bound, bound);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_ToSparseVectors_EqualsDense(SketchKind kind)
    {
        SketchDistribution distribution = SketchCases.Create(kind, Rows, Columns);
        double[,] matrix = SketchMatrix.Of(distribution, s_state);
        SparseVectors sparse = SparseVectors.Create(Count, Columns, 40);
        using WorkerTeam team = new(2);
        using ISketch sketch = distribution.Sample(s_state, team).Operator;
        float[] dense = sparse.Dense(), expected = SketchCases.Apply(sketch, dense), actual = new float[expected.Length];
        sketch.Apply(sparse.Batch, actual);
        for (int e = 0; e < actual.Length; e++)
        {
            double bound = 0;
            // A normal sketch adds in another order; the others add zeros, or do the same.
            if (kind == SketchKind.Gaussian)
            {
                for (int j = 0; j < Columns; j++) bound += 2 * SingleRounding.Gamma(Columns + 4) * Math.Abs(matrix[e % Rows, j] * dense[e / Rows * Columns + j]);
            }

            Assert.InRange((double)actual[e] - expected[e], -bound, bound);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_GivesTheSameBits_ForAnyTeam_AndForAVectorAlone(SketchKind kind)
    {
        float[] vectors = SketchCases.Normals(Count * Columns, 32);
        SparseVectors sparse = SparseVectors.Create(Count, Columns, 41);
        SketchDistribution distribution = SketchCases.Create(kind, Rows, Columns);
        float[]? dense = null, thin = null;
        foreach (int size in new[] { 1, 2, 3 })
        {
            using WorkerTeam team = new(size);
            using ISketch sketch = distribution.Sample(s_state, team).Operator;
            float[] ofDense = SketchCases.Apply(sketch, vectors), ofSparse = new float[ofDense.Length];
            sketch.Apply(sparse.Batch, ofSparse);
            Assert.True((dense ??= ofDense).AsSpan().SequenceEqual(ofDense));
            Assert.True((thin ??= ofSparse).AsSpan().SequenceEqual(ofSparse));
            for (int i = 0; i < Count; i += 11)
                Assert.True(SketchCases.Apply(sketch, vectors[(i * Columns)..((i + 1) * Columns)]).AsSpan().SequenceEqual(dense.AsSpan(i * Rows, Rows)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Next_FollowsTheLastElementUsed(SketchKind kind)
    {
        SketchDistribution distribution = SketchCases.Create(kind, 40, 10 * 4);
        using WorkerTeam team = new(1);
        Sampled<ISketch> first = distribution.Sample(s_state, team);
        using ISketch firstSketch = first.Operator;
        ulong expected = kind switch
        {
            SketchKind.Gaussian => 64UL * 40,
            SketchKind.SubsampledHadamard => 40UL + 40,
            SketchKind.Count => 40,
            _ => 4UL * 40,
        };
        Assert.Equal(expected, distribution.RandomElements);
        Assert.Equal(s_state with { NextIndex = s_state.NextIndex + expected }, first.Next);
        Assert.Equal(distribution, SketchCases.Create(kind, 40, 40));

        // The second sketch is another matrix.
        using ISketch second = distribution.Sample(first.Next, team).Operator;
        float[] x = SketchCases.Normals(40, 33);
        Assert.NotEqual(SketchCases.Apply(firstSketch, x), SketchCases.Apply(second, x));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_AllocatesNothing_AndRefusesWrongShapes(SketchKind kind)
    {
        using WorkerTeam team = new(1);
        using ISketch sketch = SketchCases.Create(kind, Rows, Columns).Sample(s_state, team).Operator;
        float[] x = new float[17 * Columns], result = new float[17 * Rows];
        Assert.Equal(0, AllocatedBytes.By(() => sketch.Apply(VectorBatch.Dense(x, Columns), result)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(VectorBatch.Dense(x, 17 * Columns), result));
        Assert.Throws<ArgumentException>(() => sketch.Apply(VectorBatch.Dense(x, Columns), result.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(default, []));
        sketch.Apply(VectorBatch.Dense([], Columns), []);
        sketch.Apply(VectorBatch.Sparse([0], [], [], Columns), []);
    }

    [Fact]
    public void Distribution_RefusesNumbersOutOfRange()
    {
        Action[] misuses =
        [
            () => SketchDistribution.Gaussian(0, 5), () => SketchDistribution.Gaussian(5, 0), () => SketchDistribution.Count(1, -1),
            () => SketchDistribution.SubsampledHadamard(17, 16), () => SketchDistribution.SubsampledHadamard(1, (1 << 24) + 1),
            () => SketchDistribution.SparseSign(4, 9, 5), () => SketchDistribution.SparseSign(4, 9, 0), () => SketchDistribution.SparseSign(4000, 9, 1025),
            () => SketchDistribution.BlockedSparseSign(9, 9, 2), () => SketchDistribution.Count(1, (1 << 30) + 1),
        ];
        foreach (Action misuse in misuses) Assert.Throws<ArgumentOutOfRangeException>(misuse);
        Assert.Throws<OverflowException>(() => new RngState(1, 1, ulong.MaxValue).Advance(1));
    }

    [Fact]
    public void Batch_RefusesPartsThatDoNotFit()
    {
        Assert.Throws<ArgumentException>(() => VectorBatch.Dense(new float[5], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorBatch.Dense([], 0));
        Assert.Throws<ArgumentException>(() => VectorBatch.Sparse([], [], [], 3));
        Assert.Throws<ArgumentException>(() => VectorBatch.Sparse([1, 1], [0], [1], 3));
        Assert.Throws<ArgumentException>(() => VectorBatch.Sparse([0, 2], [0], [1], 3));
        Assert.Throws<ArgumentException>(() => VectorBatch.Sparse([0, 2, 1, 2], [0, 1], [1, 1], 3));
        Assert.Throws<ArgumentException>(() => VectorBatch.Sparse([0, 1], [0], [], 3));
        Assert.Throws<ArgumentException>(() => VectorBatch.Sparse([0, 1], [3], [1], 3));
        Assert.Throws<ArgumentException>(() => VectorBatch.Sparse([0, 1], [-1], [1], 3));
    }
}
