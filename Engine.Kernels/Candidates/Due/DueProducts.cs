using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Combinations of samples, sum_p c_p x_p, and their products with a few samples: what a visit computes.</summary>
internal static unsafe class DueProducts
{
    /// <summary>Forms sum delta x over a neuron's moving coefficients, how far its weights have moved, and sum Q x over its fire set, how they will move (primal form).</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="scratch">Movement and Velocity receive the combinations.</param>
    /// <param name="local">The neuron.</param>
    /// <param name="size">sum |Q|.</param>
    /// <returns>|sum Q x|^2.</returns>
    /// <remarks>Reads the record itself: a row costs as much as its factors do. Coded ids of samples the neuron does not fire on lead to zeros.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float CombineBoth(in DueContext context, CandidateShard shard, CandidateScratch scratch, int local, out float size)
    {
        PackedRows samples = context.Problem.Samples;
        DueSlot* record = shard.Due!.Slots + local;
        float* first = shard.Due.Active(*record, 0), rows = samples.Row(0), movement = scratch.Movement, velocity = scratch.Velocity;
        float* travelled = context.Motion.Travelled, foreseen = context.Motion.Foreseen;
        int entries = record->Active;
        long stride = samples.PaddedDimension, k = 0;
        Vector512<float> turned = Vector512.Create(-context.Problem.Sign(shard.FirstNeuron + local)[0]), square = Vector512<float>.Zero, sizes = default;
        for (; k + 4 * Lanes.Width <= stride; k += 4 * Lanes.Width)
        {
            Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, v0 = default, v1 = default, v2 = default, v3 = default;
            float* group = first;
            sizes = default;
            for (int p = 0; p < entries; p += Lanes.Width, group = DueRecords.NextActive(group))
            {
                short* ids = DueRecords.ActiveIds(group);
                int used = Math.Min(Lanes.Width, entries - p);
                for (int l = 0; l < used; l++)
                {
                    int coded = ids[l];
                    float* row = rows + (coded ^ coded >> 31) * stride + k;
                    Vector512<float> v = Vector512.Create(foreseen[coded]), c = Vector512.FusedMultiplyAdd(Vector512.Create(travelled[coded]), turned, Vector512.Create(group[l]));
                    Vector512<float> x0 = Vector512.LoadAligned(row), x1 = Vector512.LoadAligned(row + 16), x2 = Vector512.LoadAligned(row + 32), x3 = Vector512.LoadAligned(row + 48);
                    sizes += Vector512.Abs(v);
                    c0 = Vector512.FusedMultiplyAdd(c, x0, c0);
                    c1 = Vector512.FusedMultiplyAdd(c, x1, c1);
                    c2 = Vector512.FusedMultiplyAdd(c, x2, c2);
                    c3 = Vector512.FusedMultiplyAdd(c, x3, c3);
                    v0 = Vector512.FusedMultiplyAdd(v, x0, v0);
                    v1 = Vector512.FusedMultiplyAdd(v, x1, v1);
                    v2 = Vector512.FusedMultiplyAdd(v, x2, v2);
                    v3 = Vector512.FusedMultiplyAdd(v, x3, v3);
                }
            }

            Store(movement + k, c0, c1, c2, c3);
            Store(velocity + k, v0, v1, v2, v3);
            square += v0 * v0 + v1 * v1 + (v2 * v2 + v3 * v3);
        }

        for (; k < stride; k += Lanes.Width)
        {
            Vector512<float> sum = default, speed = default;
            float* group = first;
            sizes = default;
            for (int p = 0; p < entries; p += Lanes.Width, group = DueRecords.NextActive(group))
            {
                short* ids = DueRecords.ActiveIds(group);
                int used = Math.Min(Lanes.Width, entries - p);
                for (int l = 0; l < used; l++)
                {
                    int coded = ids[l];
                    Vector512<float> x = Vector512.LoadAligned(rows + (coded ^ coded >> 31) * stride + k), v = Vector512.Create(foreseen[coded]);
                    sizes += Vector512.Abs(v);
                    sum = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(Vector512.Create(travelled[coded]), turned, Vector512.Create(group[l])), x, sum);
                    speed = Vector512.FusedMultiplyAdd(v, x, speed);
                }
            }

            sum.StoreAligned(movement + k);
            speed.StoreAligned(velocity + k);
            square += speed * speed;
        }

        size = sizes[0];
        return Vector512.Sum(square);
    }

    /// <summary>Forms sum c x.</summary>
    /// <param name="problem">Samples or kernel matrix.</param>
    /// <param name="ids">Samples.</param>
    /// <param name="c">Their factors; behind both whole vectors of zeros.</param>
    /// <param name="entries">Number of entries.</param>
    /// <param name="combination">Receives it in primal form.</param>
    /// <returns>|sum c x|^2.</returns>
    public static float Combine(CandidateProblem problem, int* ids, float* c, int entries, float* combination) => problem.Kernel is { } kernel
        ? DualSquare(kernel, ids, c, entries)
        : LanePasses.Combination(problem.Samples, ids, c, entries, combination);

    /// <summary>Adds a multiple of one sample to a combination (primal form).</summary>
    /// <returns>The square of its norm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Add(CandidateProblem problem, int sample, float factor, float* combination)
    {
        float* row = problem.Samples.Row(sample);
        Vector512<float> square = Vector512<float>.Zero, c = Vector512.Create(factor);
        for (long k = 0; k < problem.Samples.PaddedDimension; k += Lanes.Width)
        {
            Vector512<float> sum = Vector512.FusedMultiplyAdd(c, Vector512.LoadAligned(row + k), Vector512.LoadAligned(combination + k));
            sum.StoreAligned(combination + k);
            square += sum * sum;
        }

        return Vector512.Sum(square);
    }

    /// <summary>The products of a combination with samples.</summary>
    /// <param name="problem">Samples or kernel matrix.</param>
    /// <param name="scratch">Ids, for dual form, and DueIds; Products receives one a lane.</param>
    /// <param name="factors">The combination's factors, for dual form.</param>
    /// <param name="combination">The combination, for primal form.</param>
    /// <param name="entries">Number of factors.</param>
    /// <param name="lanes">Number of DueIds, a multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(CandidateProblem problem, CandidateScratch scratch, float* factors, float* combination, int entries, int lanes)
    {
        float* products = scratch.Products;
        int* due = scratch.DueIds;
        // The other half of a group whose second four are not in use.
        Vector512<float>.Zero.Store(products + lanes);
        if (problem.Kernel is { } kernel)
        {
            int* all = scratch.Ids;
            for (int q = 0; q < lanes; q += 4)
            {
                float* row0 = kernel.Row(due[q]), row1 = kernel.Row(due[q + 1]), row2 = kernel.Row(due[q + 2]), row3 = kernel.Row(due[q + 3]);
                Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
                for (int p = 0; p < entries; p += Lanes.Width)
                {
                    Vector512<int> ids = Vector512.Load(all + p);
                    Vector512<float> c = Vector512.Load(factors + p);
                    s0 = Vector512.FusedMultiplyAdd(c, Lanes.Gather(row0, ids), s0);
                    s1 = Vector512.FusedMultiplyAdd(c, Lanes.Gather(row1, ids), s1);
                    s2 = Vector512.FusedMultiplyAdd(c, Lanes.Gather(row2, ids), s2);
                    s3 = Vector512.FusedMultiplyAdd(c, Lanes.Gather(row3, ids), s3);
                }

                Lanes.Sums(s0, s1, s2, s3).Store(products + q);
            }

            return;
        }

        long stride = problem.Samples.PaddedDimension;
        float* rows = problem.Samples.Row(0);
        for (int q = 0; q < lanes; q += 4) LanePasses.FourProducts(rows, stride, combination, due + q, products + q);
    }

    /// <summary>The products of a group of near pairs, in the fours they were written in: what is read at once in another form than it was written has to wait for memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(CandidateScratch scratch, int group)
    {
        float* products = scratch.Products + group * DueRecords.NearLanes;
        return Vector256.Create(Vector128.Load(products), Vector128.Load(products + 4));
    }

    /// <summary>|sum_p v_p x_p|^2 from the kernel matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float DualSquare(KernelMatrix kernel, int* ids, float* v, int entries)
    {
        float square = 0;
        for (int p = 0; p < entries; p++)
        {
            float* row = kernel.Row(ids[p]);
            Vector512<float> sum = Vector512<float>.Zero;
            for (int q = 0; q < entries; q += Lanes.Width)
                sum = Vector512.FusedMultiplyAdd(Vector512.Load(v + q), Lanes.Gather(row, Vector512.Load(ids + q)), sum);
            square += v[p] * Vector512.Sum(sum);
        }

        return square;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* destination, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        a.StoreAligned(destination);
        b.StoreAligned(destination + 16);
        c.StoreAligned(destination + 32);
        d.StoreAligned(destination + 48);
    }
}
