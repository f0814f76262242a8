using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Scores of single pairs, each the chain of fused multiply-adds that <see cref="TileProduct"/> states, four pairs with one row to a vector.</summary>
/// <remarks>
/// A chain waits 4 cycles for each step, so four quads of pairs advance side by side; samples are transposed 4 x 4 in registers, as rows are contiguous
/// and vectors run across pairs.
/// </remarks>
internal static unsafe class ExactScores
{
    /// <summary>Pairs that share a row of weights.</summary>
    public const int Quad = 4;

    /// <summary>Quads worked on together.</summary>
    public const int Group = 4;

    /// <summary>Computes scores.</summary>
    /// <param name="weights">Row of each quad, contiguous.</param>
    /// <param name="quads">Number of quads, a multiple of 4.</param>
    /// <param name="samples">First sample, contiguous rows.</param>
    /// <param name="stride">Floats from one sample to the next.</param>
    /// <param name="ids">Sample of each pair.</param>
    /// <param name="depth">d.</param>
    /// <param name="scores">Receives a score for each pair.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Compute(float** weights, int quads, float* samples, nint stride, int* ids, int depth, float* scores)
    {
        for (int q = 0; q < quads; q += Group, weights += Group, ids += Group * Quad, scores += Group * Quad)
        {
            float* w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3];
            float* a0 = samples + ids[0] * stride, a1 = samples + ids[1] * stride, a2 = samples + ids[2] * stride, a3 = samples + ids[3] * stride;
            float* b0 = samples + ids[4] * stride, b1 = samples + ids[5] * stride, b2 = samples + ids[6] * stride, b3 = samples + ids[7] * stride;
            float* c0 = samples + ids[8] * stride, c1 = samples + ids[9] * stride, c2 = samples + ids[10] * stride, c3 = samples + ids[11] * stride;
            float* d0 = samples + ids[12] * stride, d1 = samples + ids[13] * stride, d2 = samples + ids[14] * stride, d3 = samples + ids[15] * stride;
            Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default;
            int k = 0;
            for (; k + Quad <= depth; k += Quad)
            {
                s0 = Advance(s0, w0 + k, a0 + k, a1 + k, a2 + k, a3 + k);
                s1 = Advance(s1, w1 + k, b0 + k, b1 + k, b2 + k, b3 + k);
                s2 = Advance(s2, w2 + k, c0 + k, c1 + k, c2 + k, c3 + k);
                s3 = Advance(s3, w3 + k, d0 + k, d1 + k, d2 + k, d3 + k);
            }

            for (; k < depth; k++)
            {
                s0 = Vector128.FusedMultiplyAdd(Vector128.Create(w0[k]), Vector128.Create(a0[k], a1[k], a2[k], a3[k]), s0);
                s1 = Vector128.FusedMultiplyAdd(Vector128.Create(w1[k]), Vector128.Create(b0[k], b1[k], b2[k], b3[k]), s1);
                s2 = Vector128.FusedMultiplyAdd(Vector128.Create(w2[k]), Vector128.Create(c0[k], c1[k], c2[k], c3[k]), s2);
                s3 = Vector128.FusedMultiplyAdd(Vector128.Create(w3[k]), Vector128.Create(d0[k], d1[k], d2[k], d3[k]), s3);
            }

            s0.Store(scores);
            s1.Store(scores + Quad);
            s2.Store(scores + 2 * Quad);
            s3.Store(scores + 3 * Quad);
        }
    }

    /// <summary>Four steps of four chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Advance(Vector128<float> sums, float* w, float* x0, float* x1, float* x2, float* x3)
    {
        if (!Sse.IsSupported)
        {
            for (int k = 0; k < Quad; k++) sums = Vector128.FusedMultiplyAdd(Vector128.Create(w[k]), Vector128.Create(x0[k], x1[k], x2[k], x3[k]), sums);
            return sums;
        }

        Vector128<float> r0 = Vector128.Load(x0), r1 = Vector128.Load(x1), r2 = Vector128.Load(x2), r3 = Vector128.Load(x3);
        Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1), low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
        sums = Vector128.FusedMultiplyAdd(Vector128.Create(w[0]), Sse.MoveLowToHigh(low01, low23), sums);
        sums = Vector128.FusedMultiplyAdd(Vector128.Create(w[1]), Sse.MoveHighToLow(low23, low01), sums);
        sums = Vector128.FusedMultiplyAdd(Vector128.Create(w[2]), Sse.MoveLowToHigh(high01, high23), sums);
        return Vector128.FusedMultiplyAdd(Vector128.Create(w[3]), Sse.MoveHighToLow(high23, high01), sums);
    }
}
