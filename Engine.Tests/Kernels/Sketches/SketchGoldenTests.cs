using Engine.Kernels;
using Xunit;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>Rows and signs that must never change, or saved seeds would mean other sketches.</summary>
/// <remarks>The numbers were computed by an independent Philox (Python integers, checked against Random123's known answers) from the documented formulas.</remarks>
public sealed class SketchGoldenTests
{
    private static readonly RngState s_state = new(Seed: 1, Stream: 0, NextIndex: 6);

    [Fact]
    public void CountSketch_KeepsItsColumns() =>
        RequireColumns(SketchDistribution.Count(10, 12), [10, -4, 5, -2, -5, -9, -6, 1, 3, 2, 5, -4]);

    [Fact]
    public void BlockedSparseSignSketch_KeepsItsColumns() =>
        RequireColumns(SketchDistribution.BlockedSparseSign(10, 6, 2), [5, -7, 3, -6, -3, -10, -3, 6, 2, 6, 3, -7]);

    [Fact]
    public void SparseSignSketch_KeepsItsColumns() =>
        RequireColumns(SketchDistribution.SparseSign(5, 6, 3), [3, -2, 5, -1, -2, -5, -2, 1, 5, 1, 2, -5, -1, -3, 2, 2, 1, 3]);

    [Fact]
    public void SubsampledHadamardSketch_KeepsItsMatrix()
    {
        float[] expected =
        [
            1, -1, 1, -1, -1, -1,
            1, -1, -1, 1, -1, -1,
            1, -1, -1, 1, 1, 1,
            1, 1, -1, -1, 1, -1,
        ];
        Assert.Equal(expected, Matrix(SketchDistribution.SubsampledHadamard(4, 6)).Select(entry => 2 * entry));
    }

    [Fact]
    public void TensorSketch_KeepsItsColumns()
    {
        int[] columns = [-5, -2, -4, -2, 2, 4, 1, 4, -3, -5, -2, -5];
        float[] matrix = Matrix(KroneckerDistribution.Tensor(5, 3, 4));
        // Rounded because a Fourier transform is in between.
        for (int e = 0; e < matrix.Length; e++) Assert.Equal(e / 12 == Math.Abs(columns[e % 12]) - 1 ? Math.Sign(columns[e % 12]) : 0, Math.Round(matrix[e]));
    }

    [Fact]
    public void TensorHadamardSketch_KeepsItsMatrix()
    {
        float[] expected =
        [
            -1, 1, -1, 1, 1, -1, 1, -1, -1, 1, -1, 1,
            -1, 1, -1, 1, 1, -1, 1, -1, -1, 1, -1, 1,
            -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1,
            -1, 1, -1, 1, 1, -1, 1, -1, 1, -1, 1, -1,
        ];
        Assert.Equal(expected, Matrix(KroneckerDistribution.TensorHadamard(4, 3, 4)).Select(entry => 2 * entry));
    }

    [Fact]
    public void StructuredRows_KeepTheirElements()
    {
        using WorkerTeam team = new(1);
        using StructuredRows rows = new(8, s_state, team);
        float[] row = new float[8];
        rows.FillRow(3, row);
        Assert.Equal([1.5f, 1.5f, -1.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f], row);
    }

    // Column after column, its non-zeros in the order they are drawn: row + 1, with the sign.
    private static void RequireColumns(SketchDistribution distribution, int[] codes)
    {
        float[] matrix = Matrix(distribution);
        float scale = (float)(1 / Math.Sqrt(distribution.NonZeros));
        float[] expected = new float[matrix.Length];
        for (int e = 0; e < codes.Length; e++)
            expected[(Math.Abs(codes[e]) - 1) * distribution.Columns + e / distribution.NonZeros] = Math.Sign(codes[e]) * scale;
        Assert.Equal(expected, matrix);
    }

    // Shape (s, N), row-major.
    private static float[] Matrix(SketchDistribution distribution)
    {
        using WorkerTeam team = new(1);
        using ISketch sketch = distribution.Sample(s_state, team).Operator;
        float[] unit = new float[distribution.Columns], matrix = new float[distribution.Rows * distribution.Columns];
        for (int j = 0; j < distribution.Columns; j++)
        {
            unit[j] = 1;
            float[] column = SketchCases.Apply(sketch, unit);
            for (int i = 0; i < distribution.Rows; i++) matrix[i * distribution.Columns + j] = column[i];
            unit[j] = 0;
        }

        return matrix;
    }

    private static float[] Matrix(KroneckerDistribution distribution)
    {
        using WorkerTeam team = new(1);
        using IKroneckerSketch sketch = distribution.Sample(s_state, team).Operator;
        int left = distribution.LeftLength, right = distribution.RightLength;
        float[] column = new float[distribution.Rows], matrix = new float[distribution.Rows * left * right];
        for (int j = 0; j < left * right; j++)
        {
            sketch.Apply(VectorBatch.Sparse([0, 1], [j / right], [1], left), VectorBatch.Sparse([0, 1], [j % right], [1], right), column);
            for (int i = 0; i < distribution.Rows; i++) matrix[i * left * right + j] = column[i];
        }

        return matrix;
    }
}
