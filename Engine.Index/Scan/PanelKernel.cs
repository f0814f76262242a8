using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Indexing;

/// <summary>Canonical products of panels with queries: lanes are points, so every lane is its own chain and the vector width does not matter.</summary>
internal static unsafe class PanelKernel
{
    /// <summary>Queries of a tile.</summary>
    public const int TileQueries = 8;

    private const int Lanes = PointPanels.Lanes, Half = 16;

    /// <summary>Bits of the points above the threshold, for 8 queries and a run of panels.</summary>
    /// <param name="panel">First panel.</param>
    /// <param name="panels">How many.</param>
    /// <param name="dimension">d.</param>
    /// <param name="queries">Shape (8, d), row-major.</param>
    /// <param name="threshold">tau.</param>
    /// <param name="bits">Word of the first panel for the first query.</param>
    /// <param name="stride">Words between queries.</param>
    /// <param name="wide">512-bit vectors; else 256-bit ones. Either runs everywhere and gives the same bits.</param>
    public static void Above(float* panel, int panels, int dimension, float* queries, float threshold, uint* bits, long stride, bool wide)
    {
        if (wide)
        {
            Above512(panel, panels, dimension, queries, threshold, bits, stride);
            return;
        }

        for (int q = 0; q < TileQueries; q += 4) Above256(panel, panels, dimension, queries + (long)q * dimension, threshold, bits + q * stride, stride);
    }

    /// <summary>Scores of one query with a run of panels, 32 a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Score(float* panel, int panels, int dimension, float* query, float* scores)
    {
        long size = (long)dimension * Lanes;
        for (; panels >= 4; panels -= 4, panel += 4 * size, scores += 4 * Lanes)
        {
            // Eight chains hide the latency of two FMA ports.
            Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, e0 = default, e1 = default;
            float* p = panel;
            for (int k = 0; k < dimension; k++, p += Lanes)
            {
                Vector512<float> q = Vector512.Create(query[k]);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Load(p), q, a0); a1 = Vector512.FusedMultiplyAdd(Vector512.Load(p + Half), q, a1);
                b0 = Vector512.FusedMultiplyAdd(Vector512.Load(p + size), q, b0); b1 = Vector512.FusedMultiplyAdd(Vector512.Load(p + size + Half), q, b1);
                c0 = Vector512.FusedMultiplyAdd(Vector512.Load(p + 2 * size), q, c0); c1 = Vector512.FusedMultiplyAdd(Vector512.Load(p + 2 * size + Half), q, c1);
                e0 = Vector512.FusedMultiplyAdd(Vector512.Load(p + 3 * size), q, e0); e1 = Vector512.FusedMultiplyAdd(Vector512.Load(p + 3 * size + Half), q, e1);
            }

            a0.Store(scores); a1.Store(scores + Half); b0.Store(scores + Lanes); b1.Store(scores + Lanes + Half);
            c0.Store(scores + 2 * Lanes); c1.Store(scores + 2 * Lanes + Half); e0.Store(scores + 3 * Lanes); e1.Store(scores + 3 * Lanes + Half);
        }

        for (; panels > 0; panels--, scores += Lanes)
        {
            Vector512<float> a0 = default, a1 = default;
            for (int k = 0; k < dimension; k++, panel += Lanes)
            {
                Vector512<float> q = Vector512.Create(query[k]);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Load(panel), q, a0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Load(panel + Half), q, a1);
            }

            a0.Store(scores);
            a1.Store(scores + Half);
        }
    }

    // 16 accumulators, 2 panel loads and 1 broadcast fill 19 of the 32 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Above512(float* panel, int panels, int dimension, float* queries, float threshold, uint* bits, long stride)
    {
        Vector512<float> tau = Vector512.Create(threshold);
        long lda = dimension;
        for (int p = 0; p < panels; p++, bits++)
        {
            Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
            Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
            float* a = queries, a4 = queries + 4 * lda;
            for (int k = 0; k < dimension; k++, panel += Lanes, a++, a4++)
            {
                Vector512<float> b0 = Vector512.LoadAligned(panel), b1 = Vector512.LoadAligned(panel + Half);
                Vector512<float> s = Vector512.Create(a[0]);
                c00 = Vector512.FusedMultiplyAdd(s, b0, c00); c01 = Vector512.FusedMultiplyAdd(s, b1, c01);
                s = Vector512.Create(a[lda]);
                c10 = Vector512.FusedMultiplyAdd(s, b0, c10); c11 = Vector512.FusedMultiplyAdd(s, b1, c11);
                s = Vector512.Create(a[2 * lda]);
                c20 = Vector512.FusedMultiplyAdd(s, b0, c20); c21 = Vector512.FusedMultiplyAdd(s, b1, c21);
                s = Vector512.Create(a[3 * lda]);
                c30 = Vector512.FusedMultiplyAdd(s, b0, c30); c31 = Vector512.FusedMultiplyAdd(s, b1, c31);
                s = Vector512.Create(a4[0]);
                c40 = Vector512.FusedMultiplyAdd(s, b0, c40); c41 = Vector512.FusedMultiplyAdd(s, b1, c41);
                s = Vector512.Create(a4[lda]);
                c50 = Vector512.FusedMultiplyAdd(s, b0, c50); c51 = Vector512.FusedMultiplyAdd(s, b1, c51);
                s = Vector512.Create(a4[2 * lda]);
                c60 = Vector512.FusedMultiplyAdd(s, b0, c60); c61 = Vector512.FusedMultiplyAdd(s, b1, c61);
                s = Vector512.Create(a4[3 * lda]);
                c70 = Vector512.FusedMultiplyAdd(s, b0, c70); c71 = Vector512.FusedMultiplyAdd(s, b1, c71);
            }

            bits[0] = Word(c00, c01, tau);
            bits[stride] = Word(c10, c11, tau);
            bits[2 * stride] = Word(c20, c21, tau);
            bits[3 * stride] = Word(c30, c31, tau);
            bits[4 * stride] = Word(c40, c41, tau);
            bits[5 * stride] = Word(c50, c51, tau);
            bits[6 * stride] = Word(c60, c61, tau);
            bits[7 * stride] = Word(c70, c71, tau);
        }
    }

    // Four queries, half a panel at a time: 8 chains in 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Above256(float* panel, int panels, int dimension, float* queries, float threshold, uint* bits, long stride)
    {
        Vector256<float> tau = Vector256.Create(threshold);
        long lda = dimension, size = (long)dimension * Lanes;
        for (int p = 0; p < panels; p++, bits++, panel += size)
        {
            for (int side = 0; side < Lanes; side += Half)
            {
                Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
                float* a = queries, b = panel + side;
                for (int k = 0; k < dimension; k++, b += Lanes, a++)
                {
                    Vector256<float> b0 = Vector256.LoadAligned(b), b1 = Vector256.LoadAligned(b + 8);
                    Vector256<float> s = Vector256.Create(a[0]);
                    c00 = Vector256.FusedMultiplyAdd(s, b0, c00); c01 = Vector256.FusedMultiplyAdd(s, b1, c01);
                    s = Vector256.Create(a[lda]);
                    c10 = Vector256.FusedMultiplyAdd(s, b0, c10); c11 = Vector256.FusedMultiplyAdd(s, b1, c11);
                    s = Vector256.Create(a[2 * lda]);
                    c20 = Vector256.FusedMultiplyAdd(s, b0, c20); c21 = Vector256.FusedMultiplyAdd(s, b1, c21);
                    s = Vector256.Create(a[3 * lda]);
                    c30 = Vector256.FusedMultiplyAdd(s, b0, c30); c31 = Vector256.FusedMultiplyAdd(s, b1, c31);
                }

                Put(bits, side, Bits(c00, c01, tau));
                Put(bits + stride, side, Bits(c10, c11, tau));
                Put(bits + 2 * stride, side, Bits(c20, c21, tau));
                Put(bits + 3 * stride, side, Bits(c30, c31, tau));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Word(Vector512<float> low, Vector512<float> high, Vector512<float> tau) =>
        (uint)Vector512.GreaterThan(low, tau).ExtractMostSignificantBits() | (uint)Vector512.GreaterThan(high, tau).ExtractMostSignificantBits() << Half;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(Vector256<float> low, Vector256<float> high, Vector256<float> tau) =>
        Vector256.GreaterThan(low, tau).ExtractMostSignificantBits() | Vector256.GreaterThan(high, tau).ExtractMostSignificantBits() << 8;

    // The lower half is written first and clears the word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(uint* word, int side, uint bits) => *word = side == 0 ? bits : *word | bits << Half;
}
