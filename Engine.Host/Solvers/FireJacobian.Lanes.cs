using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine;

/// <content>
/// J J^T for eight vectors at a time in the dual form: a product of rows is read once for all of them, and each is a lane that goes through the operations a
/// single vector goes through, in the same order. So a vector's result has the same bits alone and in company.
/// </content>
internal sealed unsafe partial class FireJacobian
{
    private const int LaneCount = 8;

    /// <summary>J J^T u for up to eight vectors u.</summary>
    private void LaneGram(ReadOnlySpan<double> vectors, Span<double> results, int count)
    {
        int rows = Rows;
        if (_lanes.Length < LaneCount * rows) _lanes = new double[LaneCount * rows];
        for (int i = 0; i < rows; i++)
        {
            for (int q = 0; q < LaneCount; q++) _lanes[i * LaneCount + q] = q < count ? vectors[q * rows + i] : 0;
        }

        fixed (double* first = _lanes)
        {
            double* u = first;
            Accumulate(_lanes.AsSpan(0, LaneCount * rows), LaneCount, (item, part, scratch) =>
            {
                FiredRows fired = _fired[item];
                fixed (double* sums = part)
                {
                    for (int local = 0; local < fired.Count; local++)
                    {
                        ReadOnlySpan<int> ids = Set(fired, local);
                        if (!ids.IsEmpty) LaneNeuron(item, local, ids, u, sums, scratch.Coefficients(ids.Length * LaneCount));
                    }
                }
            });
        }

        for (int q = 0; q < count; q++)
        {
            for (int i = 0; i < rows; i++) results[q * rows + i] = _lanes[i * LaneCount + q];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LaneNeuron(int item, int local, ReadOnlySpan<int> ids, double* vectors, double* sums, Span<double> coefficients)
    {
        NeuronRange range = _ranges[item];
        float* sign = Sign(item, local);
        Vector512<double> scale = Vector512.Create(_scale);
        KernelMatrix kernel = _kernel!;
        fixed (double* c = coefficients)
        {
            for (int e = 0; e < ids.Length; e++)
            {
                Vector512<double> sum = Vector512<double>.Zero;
                for (int k = 0; k < range.OutputCount; k++)
                    sum += Vector512.Create((double)sign[k]) * Vector512.Load(vectors + ((long)(range.FirstOutput + k) * Samples + ids[e]) * LaneCount);
                (scale * sum).Store(c + e * LaneCount);
            }

            for (int e = 0; e < ids.Length; e++)
            {
                Vector512<double> product = LaneProduct(kernel.Row(ids[e]), ids, c);
                for (int k = 0; k < range.OutputCount; k++)
                {
                    double* target = sums + ((long)(range.FirstOutput + k) * Samples + ids[e]) * LaneCount;
                    (Vector512.Load(target) + Vector512.Create(_scale * sign[k]) * product).Store(target);
                }
            }
        }
    }

    /// <summary><see cref="Gathered"/> in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LaneProduct(float* row, ReadOnlySpan<int> ids, double* c)
    {
        Vector512<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int e = 0;
        for (; e <= ids.Length - 4; e += 4, c += 4 * LaneCount)
        {
            sum0 = Vector512.FusedMultiplyAdd(Vector512.Create((double)row[ids[e]]), Vector512.Load(c), sum0);
            sum1 = Vector512.FusedMultiplyAdd(Vector512.Create((double)row[ids[e + 1]]), Vector512.Load(c + LaneCount), sum1);
            sum2 = Vector512.FusedMultiplyAdd(Vector512.Create((double)row[ids[e + 2]]), Vector512.Load(c + 2 * LaneCount), sum2);
            sum3 = Vector512.FusedMultiplyAdd(Vector512.Create((double)row[ids[e + 3]]), Vector512.Load(c + 3 * LaneCount), sum3);
        }

        for (; e < ids.Length; e++, c += LaneCount) sum0 = Vector512.FusedMultiplyAdd(Vector512.Create((double)row[ids[e]]), Vector512.Load(c), sum0);
        return sum0 + sum1 + (sum2 + sum3);
    }
}
