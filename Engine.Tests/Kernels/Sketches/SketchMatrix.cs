using System.Numerics;
using Engine.Kernels;

namespace Engine.Tests.Kernels.Sketches;

/// <summary>The matrices that sketches stand for, element by element from the formulas their types document.</summary>
internal static class SketchMatrix
{
    /// <summary>S, shape (s, N).</summary>
    internal static double[,] Of(SketchDistribution distribution, RngState state)
    {
        CounterRandom random = new(state.Seed, state.Stream);
        int s = distribution.Rows, n = distribution.Columns;
        double[,] matrix = new double[s, n];
        switch (distribution.Kind)
        {
            case SketchKind.Gaussian:
                for (int i = 0; i < s; i++)
                {
                    for (int j = 0; j < n; j++) matrix[i, j] = random.Normal(state.NextIndex + (ulong)(32 * (n * (i / 32) + j) + i % 32)) / Math.Sqrt(s);
                }

                break;
            case SketchKind.SubsampledHadamard:
                int[] picked = Picked(random, state.NextIndex + (ulong)n, s, (int)BitOperations.RoundUpToPowerOf2((uint)n));
                for (int i = 0; i < s; i++)
                {
                    for (int j = 0; j < n; j++) matrix[i, j] = Hadamard(picked[i], j) * random.Sign(state.NextIndex + (ulong)j) / Math.Sqrt(s);
                }

                break;
            default:
                for (int j = 0; j < n; j++) FillColumn(matrix, j, distribution, random, state.NextIndex + (ulong)(j * distribution.NonZeros));
                break;
        }

        return matrix;
    }

    /// <summary>S, shape (s, N1 N2).</summary>
    internal static double[,] Of(KroneckerDistribution distribution, RngState state)
    {
        CounterRandom random = new(state.Seed, state.Stream);
        int s = distribution.Rows, left = distribution.LeftLength, right = distribution.RightLength;
        ulong rightFirst = state.NextIndex + (ulong)left, pairs = rightFirst + (ulong)right;
        int leftPadded = (int)BitOperations.RoundUpToPowerOf2((uint)left), rightPadded = (int)BitOperations.RoundUpToPowerOf2((uint)right);
        double[,] matrix = new double[s, left * right];
        for (int i = 0; i < left; i++)
        {
            for (int j = 0; j < right; j++)
            {
                ulong u = state.NextIndex + (ulong)i, v = rightFirst + (ulong)j;
                double sign = random.Sign(u) * random.Sign(v);
                if (distribution.Kind == KroneckerKind.Tensor)
                {
                    matrix[(Below(random, u, s) + Below(random, v, s)) % s, i * right + j] = sign;
                    continue;
                }

                for (int k = 0; k < s; k++)
                {
                    int p = Below(random, pairs + (ulong)(2 * k), leftPadded), q = Below(random, pairs + (ulong)(2 * k + 1), rightPadded);
                    matrix[k, i * right + j] = sign * Hadamard(p, i) * Hadamard(q, j) / Math.Sqrt(s);
                }
            }
        }

        return matrix;
    }

    private static void FillColumn(double[,] matrix, int j, SketchDistribution distribution, CounterRandom random, ulong first)
    {
        int s = distribution.Rows, q = distribution.NonZeros;
        List<int> rows = [];
        for (int t = 0; t < q; t++)
        {
            int row = distribution.Kind == SketchKind.SparseSign ? Below(random, first + (ulong)t, s - q + t + 1) : t * (s / q) + Below(random, first + (ulong)t, s / q);
            if (rows.Contains(row)) row = s - q + t;
            rows.Add(row);
            matrix[row, j] = random.Sign(first + (ulong)t) / Math.Sqrt(q);
        }
    }

    private static int[] Picked(CounterRandom random, ulong first, int count, int limit)
    {
        List<int> picked = [];
        for (int k = 0; k < count; k++)
        {
            int draw = Below(random, first + (ulong)k, limit - count + k + 1);
            picked.Add(picked.Contains(draw) ? limit - count + k : draw);
        }

        picked.Sort();
        return [.. picked];
    }

    private static int Below(CounterRandom random, ulong element, int limit) => (int)((random.Bits(element) & 0x7FFF_FFFF) * (long)limit / 0x8000_0000L);

    private static double Hadamard(int row, int column) => (BitOperations.PopCount((uint)(row & column)) & 1) == 0 ? 1 : -1;
}
