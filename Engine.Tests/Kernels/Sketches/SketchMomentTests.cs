using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>E ||S x||² = ||x||²: the mean over many draws lies within six deviations, by the variance each sketch documents.</summary>
/// <remarks>A mean of thousands of draws is nearly normal, and a normal number is beyond six deviations with probability 2e-9. Seeds are fixed.</remarks>
public sealed class SketchMomentTests
{
    private const int Rows = 8;
    private const int Draws = 3000;
    private const double Deviations = 6;

    public static TheoryData<SketchKind> Kinds => SketchCases.Kinds;

    public static TheoryData<KroneckerKind> KroneckerKinds => SketchCases.KroneckerKinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SquaredNorm_IsRightOnAverage_AndVariesAsDocumented(SketchKind kind)
    {
        const int Columns = 24, Padded = 32;
        double fourth = Unit(Columns, 1, out float[] x);
        double variance = kind switch
        {
            SketchKind.Gaussian => 2.0 / Rows,
            SketchKind.SubsampledHadamard => 2 * (1 - fourth) / Rows * (1 - (Rows - 1.0) / (Padded - 1)),
            _ => 2 * (1 - fourth) / Rows,
        };

        SketchDistribution distribution = SketchCases.Create(kind, Rows, Columns);
        using WorkerTeam team = new(1);
        RngState state = new(Seed: 11, Stream: (uint)kind);
        float[] result = new float[Rows];
        Check(variance, () =>
        {
            Sampled<ISketch> drawn = distribution.Sample(state, team);
            state = drawn.Next;
            using ISketch sketch = drawn.Operator;
            sketch.Apply(VectorBatch.Dense(x, Columns), result);
            return result;
        });
    }

    [Theory]
    [MemberData(nameof(KroneckerKinds))]
    public void SquaredNorm_OfAKroneckerProduct_IsRightOnAverage_AndVariesAsDocumented(KroneckerKind kind)
    {
        const int Left = 12, Right = 16;
        double leftFourth = Unit(Left, 2, out float[] u), rightFourth = Unit(Right, 3, out float[] v);
        double a = (1 - leftFourth) / Rows, b = (1 - rightFourth) / Rows;
        double variance = kind == KroneckerKind.Tensor
            ? 2 * a + 2 * b + 4 * a * b + 2 * a * b * Rows
            : ((3 - 2 * leftFourth) * (3 - 2 * rightFourth) - 1) / Rows;

        KroneckerDistribution distribution = SketchCases.Create(kind, Rows, Left, Right);
        using WorkerTeam team = new(1);
        RngState state = new(Seed: 12, Stream: (uint)kind);
        float[] result = new float[Rows];
        Check(variance, () =>
        {
            Sampled<IKroneckerSketch> drawn = distribution.Sample(state, team);
            state = drawn.Next;
            using IKroneckerSketch sketch = drawn.Operator;
            sketch.Apply(VectorBatch.Dense(u, Left), VectorBatch.Dense(v, Right), result);
            return result;
        });
    }

    private static void Check(double variance, Func<float[]> draw)
    {
        double[] norms = [.. Enumerable.Range(0, Draws).Select(_ => draw().Sum(y => (double)y * y))];
        double mean = norms.Average();
        Assert.InRange(mean - 1, -Deviations * Math.Sqrt(variance / Draws), Deviations * Math.Sqrt(variance / Draws));

        // The variance of the squared deviations is estimated from the draws themselves.
        double[] squares = [.. norms.Select(norm => (norm - 1) * (norm - 1))];
        double measured = squares.Average(), spread = Math.Sqrt(squares.Average(square => (square - measured) * (square - measured)) / Draws);
        Assert.InRange(measured - variance, -Deviations * spread, Deviations * spread);
    }

    // Elements of falling size, so that fourth powers matter; returns their sum.
    private static double Unit(int length, uint stream, out float[] x)
    {
        float[] normals = SketchCases.Normals(length, stream);
        double[] scaled = [.. normals.Select((z, j) => z / (1 + 0.3 * j))];
        double norm = Math.Sqrt(scaled.Sum(value => value * value));
        x = [.. scaled.Select(value => (float)(value / norm))];
        return x.Sum(value => Math.Pow(value, 4));
    }
}
