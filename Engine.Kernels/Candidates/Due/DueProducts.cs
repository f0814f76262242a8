using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Products of two combinations of samples, sum_p c_p x_p and sum_p v_p x_p, with a few samples: what a visit computes.</summary>
internal static unsafe class DueProducts
{
    /// <summary>Forms both combinations.</summary>
    /// <param name="problem">Samples or kernel matrix.</param>
    /// <param name="scratch">Ids, Coefficients (c) and Speeds (v), <paramref name="entries"/> of each; in primal form Movement and Velocity receive the combinations.</param>
    /// <param name="entries">Number of entries; behind them whole vectors of zeros.</param>
    /// <returns>Primal form: |sum c x|^2 and |sum v x|^2; dual form: zeros.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float Movement, float Velocity) Combine(CandidateProblem problem, CandidateScratch scratch, int entries)
    {
        if (problem.Kernel is not null) return default;
        PackedRows samples = problem.Samples;
        long stride = samples.PaddedDimension;
        float* rows = samples.Row(0);
        float* c = scratch.Coefficients, v = scratch.Speeds;
        int* ids = scratch.Ids;
        Vector512<float> movement = Vector512<float>.Zero, velocity = Vector512<float>.Zero;
        long k = 0;
        for (; k + 4 * Lanes.Width <= stride; k += 4 * Lanes.Width)
        {
            Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, v0 = default, v1 = default, v2 = default, v3 = default;
            for (int p = 0; p < entries; p++)
            {
                float* row = rows + ids[p] * stride + k;
                Vector512<float> cp = Vector512.Create(c[p]), vp = Vector512.Create(v[p]);
                Vector512<float> x0 = Vector512.LoadAligned(row), x1 = Vector512.LoadAligned(row + 16), x2 = Vector512.LoadAligned(row + 32), x3 = Vector512.LoadAligned(row + 48);
                c0 = Vector512.FusedMultiplyAdd(cp, x0, c0);
                c1 = Vector512.FusedMultiplyAdd(cp, x1, c1);
                c2 = Vector512.FusedMultiplyAdd(cp, x2, c2);
                c3 = Vector512.FusedMultiplyAdd(cp, x3, c3);
                v0 = Vector512.FusedMultiplyAdd(vp, x0, v0);
                v1 = Vector512.FusedMultiplyAdd(vp, x1, v1);
                v2 = Vector512.FusedMultiplyAdd(vp, x2, v2);
                v3 = Vector512.FusedMultiplyAdd(vp, x3, v3);
            }

            Store(scratch.Movement + k, c0, c1, c2, c3);
            Store(scratch.Velocity + k, v0, v1, v2, v3);
            movement += c0 * c0 + c1 * c1 + (c2 * c2 + c3 * c3);
            velocity += v0 * v0 + v1 * v1 + (v2 * v2 + v3 * v3);
        }

        for (; k < stride; k += Lanes.Width)
        {
            Vector512<float> sum = default, speed = default;
            for (int p = 0; p < entries; p++)
            {
                Vector512<float> x = Vector512.LoadAligned(rows + ids[p] * stride + k);
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(c[p]), x, sum);
                speed = Vector512.FusedMultiplyAdd(Vector512.Create(v[p]), x, speed);
            }

            sum.StoreAligned(scratch.Movement + k);
            speed.StoreAligned(scratch.Velocity + k);
            movement += sum * sum;
            velocity += speed * speed;
        }

        return (Vector512.Sum(movement), Vector512.Sum(velocity));
    }

    /// <summary>The products of both combinations with samples.</summary>
    /// <param name="problem">Samples or kernel matrix.</param>
    /// <param name="scratch">What <see cref="Combine"/> took and left; DueIds; Products receives &lt;sum c x, x_i&gt; and &lt;sum v x, x_i&gt; of lane q at 2q and 2q + 1.</param>
    /// <param name="entries">Number of entries.</param>
    /// <param name="lanes">Number of DueIds; behind them one of sample 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(CandidateProblem problem, CandidateScratch scratch, int entries, int lanes)
    {
        float* products = scratch.Products;
        if (problem.Kernel is not null)
        {
            KernelMatrix kernel = problem.Kernel;
            for (int q = 0; q < lanes; q += 2)
            {
                float* row0 = kernel.Row(scratch.DueIds[q]);
                float* row1 = kernel.Row(scratch.DueIds[q + 1]);
                Vector512<float> c0 = default, c1 = default, v0 = default, v1 = default;
                for (int p = 0; p < entries; p += Lanes.Width)
                {
                    Vector512<int> ids = Vector512.Load(scratch.Ids + p);
                    Vector512<float> c = Vector512.Load(scratch.Coefficients + p), v = Vector512.Load(scratch.Speeds + p), k0 = Lanes.Gather(row0, ids), k1 = Lanes.Gather(row1, ids);
                    c0 = Vector512.FusedMultiplyAdd(c, k0, c0);
                    v0 = Vector512.FusedMultiplyAdd(v, k0, v0);
                    c1 = Vector512.FusedMultiplyAdd(c, k1, c1);
                    v1 = Vector512.FusedMultiplyAdd(v, k1, v1);
                }

                Lanes.Sums(c0, v0, c1, v1).Store(products + 2 * q);
            }

            return;
        }

        long stride = problem.Samples.PaddedDimension;
        for (int q = 0; q < lanes; q += 2)
        {
            float* row0 = problem.Samples.Row(scratch.DueIds[q]);
            float* row1 = problem.Samples.Row(scratch.DueIds[q + 1]);
            Vector512<float> c0 = default, c1 = default, v0 = default, v1 = default;
            for (long k = 0; k < stride; k += Lanes.Width)
            {
                Vector512<float> c = Vector512.LoadAligned(scratch.Movement + k), v = Vector512.LoadAligned(scratch.Velocity + k);
                Vector512<float> x0 = Vector512.LoadAligned(row0 + k), x1 = Vector512.LoadAligned(row1 + k);
                c0 = Vector512.FusedMultiplyAdd(c, x0, c0);
                v0 = Vector512.FusedMultiplyAdd(v, x0, v0);
                c1 = Vector512.FusedMultiplyAdd(c, x1, c1);
                v1 = Vector512.FusedMultiplyAdd(v, x1, v1);
            }

            Lanes.Sums(c0, v0, c1, v1).Store(products + 2 * q);
        }
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
