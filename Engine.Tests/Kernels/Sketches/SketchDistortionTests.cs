using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>Singular values of S Q, Q an orthonormal basis of an n-dimensional space, lie in [1 - 1.2 e, 1 + 1.2 e], e = √(n/s).</summary>
/// <remarks>
/// For normal entries they do so with probability 1 - 2 exp(-s t²/2), t = 0.2 e (Davidson and Szarek), whatever s: n = 50 ln(2/δ) makes that
/// δ = 1e-6 with n = 726. The other families behave like it on incoherent data; TensorSRHT is granted 1.8 e.
/// √M Q consists of structured rows, which are orthogonal without any rounding. The singular values are never computed: with K the Gram
/// matrix of the sketched basis, K - (1 - 1.2 e)² I and (1 + 1.2 e)² I - K are positive definite, which a Cholesky factorisation proves.
/// </remarks>
public sealed unsafe class SketchDistortionTests
{
    private const int Dimension = 726;
    private const int Columns = 16384;

    private static readonly Lazy<float[]> s_basis = new(() => Orthogonal(Dimension, Columns, 10));

    public static TheoryData<SketchKind> Kinds => SketchCases.Kinds;

    public static TheoryData<KroneckerKind> KroneckerKinds => SketchCases.KroneckerKinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sketch_EmbedsASubspace_AsNormalEntriesDo(SketchKind kind)
    {
        // The law of normal entries does not depend on N; sparse columns need many to a row to come near it.
        int columns = kind == SketchKind.Gaussian ? 2048 : Columns;
        float[] basis = kind == SketchKind.Gaussian ? Orthogonal(Dimension, columns, 9) : s_basis.Value;
        using WorkerTeam team = new();
        using ISketch sketch = SketchCases.Create(kind, 2 * Dimension, columns).Sample(new RngState(Seed: 21), team).Operator;
        RequireDistortion(SketchCases.Apply(sketch, basis), columns, factor: 1.2, team);
    }

    [Theory]
    [MemberData(nameof(KroneckerKinds))]
    public void KroneckerSketch_EmbedsASubspaceOfProducts(KroneckerKind kind)
    {
        const int Side = 128;
        using WorkerTeam team = new();
        float[] left = Orthogonal(Side, Side, 11), right = Orthogonal(Side, Side, 12);
        float[] u = new float[Dimension * Side], v = new float[Dimension * Side];
        // Different pairs of orthogonal vectors have orthogonal products.
        for (int i = 0; i < Dimension; i++)
        {
            left.AsSpan(i % Side * Side, Side).CopyTo(u.AsSpan(i * Side));
            right.AsSpan((i / Side + i) % Side * Side, Side).CopyTo(v.AsSpan(i * Side));
        }

        // 1.8 e has to stay below 1.
        int rows = (kind == KroneckerKind.Tensor ? 2 : 8) * Dimension;
        using IKroneckerSketch sketch = SketchCases.Create(kind, rows, Side, Side).Sample(new RngState(Seed: 22), team).Operator;
        RequireDistortion(SketchCases.Apply(sketch, u, v), Side * Side, kind == KroneckerKind.Tensor ? 1.2 : 1.8, team);
    }

    private static void RequireDistortion(float[] sketched, int squaredNorm, double factor, WorkerTeam team)
    {
        double e = factor * Math.Sqrt((double)Dimension * Dimension / sketched.Length);
        using NativeBuffer<double> gram = new(Dimension * Dimension), above = new(Dimension * Dimension), below = new(Dimension * Dimension);
        double error = Gram(sketched, gram, team) / squaredNorm;
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double k = gram.Pointer[i * Dimension + j] / squaredNorm;
                above.Pointer[i * Dimension + j] = k - (i == j ? (1 - e) * (1 - e) + error : 0);
                below.Pointer[i * Dimension + j] = (i == j ? (1 + e) * (1 + e) - error : 0) - k;
            }
        }

        using Cholesky cholesky = new(Dimension, team);
        Assert.Equal(FactorStatus.Success, cholesky.Factor(above, Dimension).Status);
        Assert.Equal(FactorStatus.Success, cholesky.Factor(below, Dimension).Status);
    }

    // Lower triangle, in single precision by pieces of 256 columns. Returns a bound on the norm of the error: γ times the sum of all squares.
    private static double Gram(float[] rows, NativeBuffer<double> gram, WorkerTeam team)
    {
        const int Depth = 256;
        int length = rows.Length / Dimension;
        float[] piece = new float[Dimension * Depth];
        for (int first = 0; first < length; first += Depth)
        {
            int depth = Math.Min(Depth, length - first);
            for (int i = 0; i < Dimension; i++) rows.AsSpan(i * length + first, depth).CopyTo(piece.AsSpan(i * depth));
            using PackedRows packed = new(piece.AsSpan(0, Dimension * depth), depth);
            using KernelMatrix kernel = new(packed, team);
            for (int i = 0; i < Dimension; i++)
            {
                float* source = kernel.Row(i);
                double* target = gram.Pointer + i * Dimension;
                for (int j = 0; j <= i; j++) target[j] += source[j];
            }
        }

        double squares = 0;
        for (int i = 0; i < Dimension; i++) squares += gram.Pointer[i * Dimension + i];
        return SingleRounding.Gamma(Depth + 1) * squares;
    }

    // Rows of a block: of squared norm M.
    private static float[] Orthogonal(int count, int length, uint stream)
    {
        using WorkerTeam team = new(1);
        using StructuredRows rows = new(length, new RngState(Seed: 23, stream), team);
        float[] basis = new float[count * length];
        for (int r = 0; r < count; r++) rows.FillRow(r, basis.AsSpan(r * length, length));
        return basis;
    }
}
