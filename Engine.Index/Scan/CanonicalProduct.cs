using System.Runtime.CompilerServices;

namespace Engine.Indexing;

/// <summary>The one inner product that exact indexes compare: s = fma(p_k, q_k, s) in fp32, k ascending from s = 0.</summary>
/// <remarks>
/// For finite p and q it is never NaN: a product of finite numbers inside fma is not rounded, and fma(a, b, +-inf) is that infinity. Its error is at most
/// gamma_d |p| |q| + d 2^-149 while nothing overflows (<see cref="RoundingSlack"/>).
/// </remarks>
internal static unsafe class CanonicalProduct
{
    /// <summary>Pairs that <see cref="OfEight"/> takes.</summary>
    public const int Batch = 8;

    /// <summary>Of one pair.</summary>
    public static float Of(ReadOnlySpan<float> p, ReadOnlySpan<float> q)
    {
        float sum = 0;
        for (int k = 0; k < p.Length; k++) sum = MathF.FusedMultiplyAdd(p[k], q[k], sum);
        return sum;
    }

    /// <summary>Of eight pairs at once: one chain alone would wait four cycles for every term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OfEight(float** p, float** q, int dimension, float* result)
    {
        float* p0 = p[0], p1 = p[1], p2 = p[2], p3 = p[3], p4 = p[4], p5 = p[5], p6 = p[6], p7 = p[7];
        float* q0 = q[0], q1 = q[1], q2 = q[2], q3 = q[3], q4 = q[4], q5 = q[5], q6 = q[6], q7 = q[7];
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        for (int k = 0; k < dimension; k++)
        {
            s0 = MathF.FusedMultiplyAdd(p0[k], q0[k], s0);
            s1 = MathF.FusedMultiplyAdd(p1[k], q1[k], s1);
            s2 = MathF.FusedMultiplyAdd(p2[k], q2[k], s2);
            s3 = MathF.FusedMultiplyAdd(p3[k], q3[k], s3);
            s4 = MathF.FusedMultiplyAdd(p4[k], q4[k], s4);
            s5 = MathF.FusedMultiplyAdd(p5[k], q5[k], s5);
            s6 = MathF.FusedMultiplyAdd(p6[k], q6[k], s6);
            s7 = MathF.FusedMultiplyAdd(p7[k], q7[k], s7);
        }

        result[0] = s0; result[1] = s1; result[2] = s2; result[3] = s3;
        result[4] = s4; result[5] = s5; result[6] = s6; result[7] = s7;
    }
}
