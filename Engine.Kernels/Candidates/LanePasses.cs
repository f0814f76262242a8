using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The loops over one neuron's candidate groups that all passes share.</summary>
internal static unsafe class LanePasses
{
    private static readonly Vector512<int> s_bitOfLane = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);

    /// <summary>All-ones lanes where the bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expand(ushort bits) =>
        Vector512.Equals(Vector512.Create((int)bits) & s_bitOfLane, s_bitOfLane).AsSingle();

    /// <summary>sum_k a_rk v_k[id] for 16 ids: what output errors or directions say to one neuron.</summary>
    /// <param name="sign">a_r, one per output.</param>
    /// <param name="vectors">v, (outputs, stride).</param>
    /// <param name="outputs">Outputs the neuron feeds.</param>
    /// <param name="stride">Floats between the rows of v.</param>
    /// <param name="ids">Samples of the 16 lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Combine(float* sign, float* vectors, int outputs, long stride, Vector512<int> ids)
    {
        Vector512<float> sum = Lanes.Gather(vectors, ids) * sign[0];
        for (int k = 1; k < outputs; k++)
            sum = Vector512.FusedMultiplyAdd(Lanes.Gather(vectors + k * stride, ids), Vector512.Create(sign[k]), sum);
        return sum;
    }

    /// <summary>For every lane, &lt;sum_p c_p x_p, x_lane&gt; over the compressed entries (Ids, Coefficients), into Products.</summary>
    /// <returns>|sum_p c_p x_p|^2 in primal form; in dual form 0, there it is <c>sum over lanes of c times product</c>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Products(CandidateProblem problem, CandidateScratch scratch, int* firstIds, int groupFloats, int groups, int lanes, int entries)
    {
        if (problem.Kernel is null) return PrimalProducts(problem.Samples, scratch, firstIds, groupFloats, lanes, entries);
        DualProducts(problem.Kernel, scratch, firstIds, groupFloats, groups, entries);
        return 0;
    }

    /// <summary>Compresses a neuron's non-zero coefficients, and their samples, into Coefficients and Ids.</summary>
    /// <returns>sum |c|.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float CompressCoefficients(CandidateShard shard, CandidateScratch scratch, int local, out int entries)
    {
        NeuronSlot slot = shard.Slots[local];
        float* group = shard.Group(slot.Start);
        Vector512<float> size = Vector512<float>.Zero;
        entries = 0;
        for (int g = 0; g < slot.Groups; g++, group += CandidateShard.GroupFloats)
        {
            Vector512<float> c = Vector512.LoadAligned(group + CandidateShard.CoefficientOffset);
            Vector512<float> used = ~Vector512.Equals(c, Vector512<float>.Zero);
            if (used.ExtractMostSignificantBits() == 0) continue;
            size += Vector512.Abs(c);
            Lanes.Compress(c, used, scratch.Coefficients + entries);
            entries += Lanes.Compress(Vector512.LoadAligned((int*)(group + CandidateShard.IdOffset)), used, scratch.Ids + entries);
        }

        return Vector512.Sum(size);
    }

    /// <summary>Adds sign_k * (value_lane - shift) to output k of every lane whose bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(double* outputs, int outputCount, long samples, float* sign, int* ids, float* values, float shift, ulong bits)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            int lane = BitOperations.TrailingZeroCount(bits);
            int id = ids[lane];
            double value = values[lane] - shift;
            outputs[id] += sign[0] * value;
            for (int k = 1; k < outputCount; k++) outputs[k * samples + id] += sign[k] * value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DualProducts(KernelMatrix kernel, CandidateScratch scratch, int* firstIds, int groupFloats, int groups, int entries)
    {
        int* ids = scratch.Ids;
        float* coefficients = scratch.Coefficients;
        float* products = scratch.Products;
        float* row0 = kernel.Row(0);
        long stride = kernel.Stride;
        for (int g = 0; g < groups; g++, products += Lanes.Width)
        {
            int* lanes = firstIds + (long)g * groupFloats;
            Vector128<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (int p = 0; p < entries; p++)
            {
                float* row = row0 + ids[p] * stride;
                Vector128<float> c = Vector128.Create(coefficients[p]);
                sum0 = Vector128.FusedMultiplyAdd(Lanes.Load(row, lanes), c, sum0);
                sum1 = Vector128.FusedMultiplyAdd(Lanes.Load(row, lanes + 4), c, sum1);
                sum2 = Vector128.FusedMultiplyAdd(Lanes.Load(row, lanes + 8), c, sum2);
                sum3 = Vector128.FusedMultiplyAdd(Lanes.Load(row, lanes + 12), c, sum3);
            }

            sum0.Store(products);
            sum1.Store(products + 4);
            sum2.Store(products + 8);
            sum3.Store(products + 12);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float PrimalProducts(PackedRows samples, CandidateScratch scratch, int* firstIds, int groupFloats, int lanes, int entries)
    {
        long stride = samples.PaddedDimension;
        float* rows = samples.Row(0);
        float* movement = scratch.Movement;
        float norm = Combination(samples, scratch.Ids, scratch.Coefficients, entries, movement);
        float* products = scratch.Products;
        // Unused lanes of the last four belong to sample 0: their products are computed like the others and cleared below.
        for (int lane = 0; lane < lanes; lane += 4)
        {
            int* ids = firstIds + (long)(lane / Lanes.Width) * groupFloats + lane % Lanes.Width;
            FourProducts(rows, stride, movement, ids, products + lane);
        }

        Vector512<float>.Zero.Store(products + lanes);
        return norm;
    }

    /// <summary>The products of a combination of samples with four of them, whose rows lie in the order of their ids.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FourProducts(float* rows, long stride, float* combination, int* ids, float* products)
    {
        float* row0 = rows + ids[0] * stride;
        float* row1 = rows + ids[1] * stride;
        float* row2 = rows + ids[2] * stride;
        float* row3 = rows + ids[3] * stride;
        Vector512<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (long k = 0; k < stride; k += Lanes.Width)
        {
            Vector512<float> w = Vector512.LoadAligned(combination + k);
            sum0 = Vector512.FusedMultiplyAdd(w, Vector512.LoadAligned(row0 + k), sum0);
            sum1 = Vector512.FusedMultiplyAdd(w, Vector512.LoadAligned(row1 + k), sum1);
            sum2 = Vector512.FusedMultiplyAdd(w, Vector512.LoadAligned(row2 + k), sum2);
            sum3 = Vector512.FusedMultiplyAdd(w, Vector512.LoadAligned(row3 + k), sum3);
        }

        Lanes.Sums(sum0, sum1, sum2, sum3).Store(products);
    }

    /// <summary>Forms sum_p c_p x_p, four vectors of it at a time.</summary>
    /// <returns>The square of its norm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Combination(PackedRows samples, int* ids, float* coefficients, int entries, float* combination)
    {
        long stride = samples.PaddedDimension;
        float* rows = samples.Row(0);
        Vector512<float> norm = Vector512<float>.Zero;
        long k = 0;
        for (; k + 4 * Lanes.Width <= stride; k += 4 * Lanes.Width)
        {
            Vector512<float> w0 = default, w1 = default, w2 = default, w3 = default;
            for (int p = 0; p < entries; p++)
            {
                float* row = rows + ids[p] * stride + k;
                Vector512<float> c = Vector512.Create(coefficients[p]);
                w0 = Vector512.FusedMultiplyAdd(c, Vector512.LoadAligned(row), w0);
                w1 = Vector512.FusedMultiplyAdd(c, Vector512.LoadAligned(row + 16), w1);
                w2 = Vector512.FusedMultiplyAdd(c, Vector512.LoadAligned(row + 32), w2);
                w3 = Vector512.FusedMultiplyAdd(c, Vector512.LoadAligned(row + 48), w3);
            }

            w0.StoreAligned(combination + k);
            w1.StoreAligned(combination + k + 16);
            w2.StoreAligned(combination + k + 32);
            w3.StoreAligned(combination + k + 48);
            norm += w0 * w0 + w1 * w1 + (w2 * w2 + w3 * w3);
        }

        for (; k < stride; k += Lanes.Width)
        {
            Vector512<float> w = default;
            for (int p = 0; p < entries; p++)
                w = Vector512.FusedMultiplyAdd(Vector512.Create(coefficients[p]), Vector512.LoadAligned(rows + ids[p] * stride + k), w);
            w.StoreAligned(combination + k);
            norm += w * w;
        }

        return Vector512.Sum(norm);
    }
}
