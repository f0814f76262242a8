using Engine.Kernels;
using Engine.Tests.Kernels.Transforms;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>Sketches against the explicit matrix their documentation describes.</summary>
public sealed class SketchMatrixTests
{
    private static readonly RngState s_state = new(Seed: 0x1234_5678_9ABC_DEF0, Stream: 5, NextIndex: 1001);

    /// <summary>Rows around a panel of 32 and columns around a vector, a chunk of 256 and a power of two.</summary>
    public static TheoryData<SketchKind, int, int> Shapes()
    {
        TheoryData<SketchKind, int, int> shapes = new();
        foreach (SketchKind kind in Enum.GetValues<SketchKind>())
        {
            foreach ((int rows, int columns) in new[] { (1, 1), (1, 7), (4, 5), (12, 16), (16, 31), (31, 32), (32, 33), (33, 100), (40, 257), (64, 256), (7, 515) })
                shapes.Add(kind, rows, columns);
        }

        return shapes;
    }

    public static TheoryData<KroneckerKind, int, int, int> KroneckerShapes()
    {
        TheoryData<KroneckerKind, int, int, int> shapes = new();
        foreach (KroneckerKind kind in Enum.GetValues<KroneckerKind>())
        {
            foreach ((int rows, int left, int right) in new[] { (1, 1, 1), (2, 3, 2), (5, 1, 8), (16, 16, 3), (13, 5, 17), (64, 6, 6), (100, 7, 4) })
                shapes.Add(kind, rows, left, right);
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Apply_ToUnitVectors_GivesTheMatrix_Exactly(SketchKind kind, int rows, int columns)
    {
        SketchDistribution distribution = SketchCases.Create(kind, rows, columns);
        double[,] expected = SketchMatrix.Of(distribution, s_state);
        using WorkerTeam team = new(1);
        using ISketch sketch = distribution.Sample(s_state, team).Operator;
        float[] actual = SketchCases.Apply(sketch, Identity(columns));

        // ±1 times the rounded scale; a normal entry is a product of two rounded factors.
        double tolerance = kind == SketchKind.Gaussian ? SingleRounding.Gamma(3) : SingleRounding.Unit;
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++) Assert.InRange(actual[j * rows + i] - expected[i, j], -tolerance * Math.Abs(expected[i, j]), tolerance * Math.Abs(expected[i, j]));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Apply_EqualsTheMatrixProduct_WithinRounding(SketchKind kind, int rows, int columns)
    {
        const int Count = 37;
        SketchDistribution distribution = SketchCases.Create(kind, rows, columns);
        double[,] matrix = SketchMatrix.Of(distribution, s_state);
        float[] vectors = SketchCases.Normals(Count * columns, 1);
        using WorkerTeam team = new(2);
        using ISketch sketch = distribution.Sample(s_state, team).Operator;
        float[] actual = SketchCases.Apply(sketch, vectors);

        double gamma = SingleRounding.Gamma(columns + 4);
        for (int v = 0; v < Count; v++)
        {
            for (int i = 0; i < rows; i++)
            {
                (double sum, double size) = Dot(matrix, i, vectors.AsSpan(v * columns, columns));
                Assert.InRange(actual[v * rows + i] - sum, -gamma * size, gamma * size);
            }
        }
    }

    [Theory]
    [InlineData(SketchKind.SubsampledHadamard)]
    [InlineData(SketchKind.Count)]
    [InlineData(SketchKind.SparseSign)]
    [InlineData(SketchKind.BlockedSparseSign)]
    public void Apply_IsExact_OnIntegers_WhenTheScaleIsAPowerOfTwo(SketchKind kind)
    {
        const int Rows = 16, Columns = 50, Count = 20;
        SketchDistribution distribution = SketchCases.Create(kind, Rows, Columns);
        double[,] matrix = SketchMatrix.Of(distribution, s_state);
        float[] vectors = SketchCases.Integers(Count * Columns, 2);
        using WorkerTeam team = new(1);
        using ISketch sketch = distribution.Sample(s_state, team).Operator;
        float[] actual = SketchCases.Apply(sketch, vectors);
        for (int e = 0; e < actual.Length; e++) Assert.Equal(Dot(matrix, e % Rows, vectors.AsSpan(e / Rows * Columns, Columns)).Sum, actual[e]);
    }

    [Theory]
    [MemberData(nameof(KroneckerShapes))]
    public void Kronecker_EqualsTheMatrixProduct_WithinRounding(KroneckerKind kind, int rows, int left, int right)
    {
        const int Count = 9;
        KroneckerDistribution distribution = SketchCases.Create(kind, rows, left, right);
        double[,] matrix = SketchMatrix.Of(distribution, s_state);
        float[] u = SketchCases.Normals(Count * left, 3), v = SketchCases.Normals(Count * right, 4);
        float[] product = SketchCases.Kronecker(u, left, v, right);
        using WorkerTeam team = new(2);
        using IKroneckerSketch sketch = distribution.Sample(s_state, team).Operator;
        float[] actual = SketchCases.Apply(sketch, u, v);

        // TensorSRHT: sums of fewer than N1 + N2 terms, two products and the scale. TensorSketch: its double-precision bound, then one
        // rounding. One more for the product formed here.
        double gamma = kind == KroneckerKind.Tensor ? SingleRounding.Gamma(2) : SingleRounding.Gamma(left + right + 4);
        double relative = TransformBound(kind, rows);
        for (int p = 0; p < Count; p++)
        {
            double total = product.AsSpan(p * left * right, left * right).ToArray().Sum(Math.Abs);
            for (int i = 0; i < rows; i++)
            {
                (double sum, double size) = Dot(matrix, i, product.AsSpan(p * left * right, left * right));
                double bound = gamma * size + relative * total;
                Assert.InRange(actual[p * rows + i] - sum, -bound, bound);
            }
        }
    }

    [Theory]
    [InlineData(KroneckerKind.Tensor, 12)]
    [InlineData(KroneckerKind.TensorHadamard, 16)]
    public void Kronecker_OfUnitVectors_IsTheMatrix(KroneckerKind kind, int rows)
    {
        const int Left = 6, Right = 11;
        KroneckerDistribution distribution = SketchCases.Create(kind, rows, Left, Right);
        double[,] expected = SketchMatrix.Of(distribution, s_state);
        using WorkerTeam team = new(1);
        using IKroneckerSketch sketch = distribution.Sample(s_state, team).Operator;
        float[] result = new float[rows];
        double bound = TransformBound(kind, rows);
        for (int i = 0; i < Left; i++)
        {
            for (int j = 0; j < Right; j++)
            {
                sketch.Apply(VectorBatch.Sparse([0, 1], [i], [1], Left), VectorBatch.Sparse([0, 1], [j], [1], Right), result);
                for (int k = 0; k < rows; k++) Assert.InRange(result[k] - expected[k, i * Right + j], -bound, bound);
            }
        }
    }

    // Per unit of ||u||₁ ||v||₁, which is at least ||c1||₂ ||c2||₂ and ||y||₂; nothing for sketches without a Fourier transform.
    private static double TransformBound(KroneckerKind kind, int rows)
    {
        if (kind != KroneckerKind.Tensor) return 0;
        using ComplexTransform transform = new(Convolution.TransformLength(rows));
        return TransformBounds.Convolution(transform, norms: 1, norm: 1);
    }

    private static float[] Identity(int length)
    {
        float[] identity = new float[length * length];
        for (int j = 0; j < length; j++) identity[j * length + j] = 1;
        return identity;
    }

    private static (double Sum, double Size) Dot(double[,] matrix, int row, ReadOnlySpan<float> x)
    {
        double sum = 0, size = 0;
        for (int j = 0; j < x.Length; j++)
        {
            sum += matrix[row, j] * x[j];
            size += Math.Abs(matrix[row, j] * x[j]);
        }

        return (sum, size);
    }
}
