using Engine.Kernels;
using Engine.Tests.Kernels.Transforms;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>What every sketch of Kronecker products promises besides its matrix.</summary>
public sealed class KroneckerContractTests
{
    private const int Rows = 24;
    private const int Left = 70;
    private const int Right = 33;
    private const int Count = 19;

    private static readonly RngState s_state = new(Seed: 51, Stream: 3, NextIndex: 5);

    public static TheoryData<KroneckerKind> Kinds => SketchCases.KroneckerKinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_IsLinearInEachFactor_WithinRounding(KroneckerKind kind)
    {
        const float Factor = 3;
        float[] a = SketchCases.Integers(Left, 50), b = SketchCases.Integers(Left, 51), v = SketchCases.Integers(Right, 52);
        float[] combined = [.. a.Zip(b, (x, y) => Factor * x + y)];
        using WorkerTeam team = new(1);
        using IKroneckerSketch sketch = SketchCases.Create(kind, Rows, Left, Right).Sample(s_state, team).Operator;
        using IKroneckerSketch swapped = SketchCases.Create(kind, Rows, Right, Left).Sample(s_state, team).Operator;

        // |S| has entries up to 1 (TensorSketch) or 1/√s, so |S| |u ⊗ v| is at most the sum of |u_i| |v_j|.
        double size = (Factor * a.Sum(Math.Abs) + b.Sum(Math.Abs)) * v.Sum(Math.Abs);
        using ComplexTransform transform = new(Convolution.TransformLength(Rows));
        double relative = kind == KroneckerKind.Tensor
            ? TransformBounds.Convolution(transform, 1, 1) + SingleRounding.Unit
            : SingleRounding.Gamma(Left + Right + 4) / Math.Sqrt(Rows);
        RequireLinear(x => SketchCases.Apply(sketch, x, v));
        RequireLinear(x => SketchCases.Apply(swapped, v, x));

        void RequireLinear(Func<float[], float[]> apply)
        {
            float[] whole = apply(combined), ofA = apply(a), ofB = apply(b);
            for (int k = 0; k < Rows; k++) Assert.InRange(whole[k] - ((double)Factor * ofA[k] + ofB[k]), -2 * relative * size, 2 * relative * size);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_ToSparseFactors_EqualsDense(KroneckerKind kind)
    {
        SparseVectors u = SparseVectors.Create(Count, Left, 53), v = SparseVectors.Create(Count, Right, 54);
        using WorkerTeam team = new(2);
        using IKroneckerSketch sketch = SketchCases.Create(kind, Rows, Left, Right).Sample(s_state, team).Operator;
        float[] expected = SketchCases.Apply(sketch, u.Dense(), v.Dense()), actual = new float[expected.Length];
        sketch.Apply(u.Batch, v.Batch, actual);
        Assert.Equal(expected, actual);
        sketch.Apply(u.Batch, VectorBatch.Dense(v.Dense(), Right), actual);
        Assert.Equal(expected, actual);
        sketch.Apply(VectorBatch.Dense(u.Dense(), Left), v.Batch, actual);
        Assert.Equal(expected, actual);
        Assert.All(actual[..Rows], y => Assert.Equal(0, y));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_GivesTheSameBits_ForAnyTeam_AndForAPairAlone(KroneckerKind kind)
    {
        float[] u = SketchCases.Normals(Count * Left, 55), v = SketchCases.Normals(Count * Right, 56);
        float[]? first = null;
        foreach (int size in new[] { 1, 2, 3 })
        {
            using WorkerTeam team = new(size);
            using IKroneckerSketch sketch = SketchCases.Create(kind, Rows, Left, Right).Sample(s_state, team).Operator;
            float[] result = SketchCases.Apply(sketch, u, v);
            Assert.True((first ??= result).AsSpan().SequenceEqual(result));
            Assert.True(SketchCases.Apply(sketch, u[^Left..], v[^Right..]).AsSpan().SequenceEqual(first.AsSpan(first.Length - Rows)));
        }
    }

    [Theory]
    [InlineData(KroneckerKind.Tensor, Left + Right)]
    [InlineData(KroneckerKind.TensorHadamard, Left + Right + 2 * Rows)]
    public void Next_FollowsTheLastElementUsed(KroneckerKind kind, int elements)
    {
        KroneckerDistribution distribution = SketchCases.Create(kind, Rows, Left, Right);
        using WorkerTeam team = new(1);
        Sampled<IKroneckerSketch> drawn = distribution.Sample(s_state, team);
        using IKroneckerSketch sketch = drawn.Operator;
        Assert.Equal((ulong)elements, distribution.RandomElements);
        Assert.Equal(s_state with { NextIndex = s_state.NextIndex + (ulong)elements }, drawn.Next);

        using IKroneckerSketch second = distribution.Sample(drawn.Next, team).Operator;
        float[] u = SketchCases.Normals(Left, 57), v = SketchCases.Normals(Right, 58);
        Assert.NotEqual(SketchCases.Apply(sketch, u, v), SketchCases.Apply(second, u, v));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_AllocatesNothing_AndRefusesWrongShapes(KroneckerKind kind)
    {
        using WorkerTeam team = new(1);
        using IKroneckerSketch sketch = SketchCases.Create(kind, Rows, Left, Right).Sample(s_state, team).Operator;
        float[] u = new float[2 * Left], v = new float[2 * Right], result = new float[2 * Rows];
        Assert.Equal(0, AllocatedBytes.By(() => sketch.Apply(VectorBatch.Dense(u, Left), VectorBatch.Dense(v, Right), result)));
        Assert.Throws<ArgumentException>(() => sketch.Apply(VectorBatch.Dense(u, Left), VectorBatch.Dense(v.AsSpan(Right), Right), result));
        Assert.Throws<ArgumentException>(() => sketch.Apply(VectorBatch.Dense(v, Right), VectorBatch.Dense(u, Left), result));
        Assert.Throws<ArgumentException>(() => sketch.Apply(VectorBatch.Dense(u, Left), VectorBatch.Dense(v, Right), result.AsSpan(1)));
    }

    [Fact]
    public void Distribution_RefusesNumbersOutOfRange()
    {
        Action[] misuses =
        [
            () => KroneckerDistribution.Tensor(0, 1, 1), () => KroneckerDistribution.Tensor((1 << 22) + 1, 1, 1), () => KroneckerDistribution.Tensor(1, 0, 1),
            () => KroneckerDistribution.TensorHadamard(1, 1, 0), () => KroneckerDistribution.TensorHadamard(1, (1 << 24) + 1, 1),
        ];
        foreach (Action misuse in misuses) Assert.Throws<ArgumentOutOfRangeException>(misuse);
    }
}
