using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The register-tiled product: 8 rows times one panel of 32 packed columns.</summary>
/// <remarks>
/// Every element is one chain of fused multiply-adds over k = 0 .. depth-1, whatever the tile or the vector width. So a score computed
/// here has the same bits as the scalar loop <c>s = fma(w[k], x[k], s)</c> on every machine, and ties at the threshold are decided once.
/// </remarks>
internal static unsafe class TileProduct
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 8;

    /// <summary>Columns of a panel.</summary>
    public const int PanelWidth = 32;

    /// <summary>Writes (8, panels * 32) products of 8 consecutive rows with every panel.</summary>
    /// <param name="rows">First of 8 rows, <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats between rows.</param>
    /// <param name="panels">Packed columns, panel-major: panel p, depth k, column j at <c>(p * depth + k) * 32 + j</c>; 64-byte aligned.</param>
    /// <param name="panelCount">Number of panels.</param>
    /// <param name="depth">Length of the inner products (d).</param>
    /// <param name="result">8 rows, <paramref name="resultStride"/> floats apart.</param>
    /// <param name="resultStride">Floats between result rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(float* rows, long stride, float* panels, int panelCount, int depth, float* result, long resultStride) =>
        MultiplyAtWidth(rows, stride, panels, panelCount, depth, result, resultStride, Vector512.IsHardwareAccelerated);

    /// <summary><see cref="Multiply"/> in 512-bit vectors when <paramref name="wide"/>, else in 256-bit ones; either runs everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAtWidth(float* rows, long stride, float* panels, int panelCount, int depth, float* result, long resultStride, bool wide)
    {
        for (int p = 0; p < panelCount; p++, panels += (long)depth * PanelWidth, result += PanelWidth)
        {
            if (wide)
            {
                Tile8x32(rows, stride, panels, depth, result, resultStride);
                continue;
            }

            for (int half = 0; half < PanelWidth; half += 16)
            {
                Tile4x16(rows, stride, panels + half, depth, result + half, resultStride);
                Tile4x16(rows + 4 * stride, stride, panels + half, depth, result + half + 4 * resultStride, resultStride);
            }
        }
    }

    // 16 accumulators, 2 panel loads and 1 broadcast fill 19 of the 32 registers; 16 chains hide the latency of 2 FMA ports.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile8x32(float* a, long lda, float* panel, int depth, float* c, long ldc)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        float* a4 = a + 4 * lda;
        for (int k = 0; k < depth; k++, panel += PanelWidth)
        {
            Vector512<float> b0 = Vector512.LoadAligned(panel), b1 = Vector512.LoadAligned(panel + 16);
            Vector512<float> s = Vector512.Create(a[k]);
            c00 = Vector512.FusedMultiplyAdd(s, b0, c00); c01 = Vector512.FusedMultiplyAdd(s, b1, c01);
            s = Vector512.Create(a[lda + k]);
            c10 = Vector512.FusedMultiplyAdd(s, b0, c10); c11 = Vector512.FusedMultiplyAdd(s, b1, c11);
            s = Vector512.Create(a[2 * lda + k]);
            c20 = Vector512.FusedMultiplyAdd(s, b0, c20); c21 = Vector512.FusedMultiplyAdd(s, b1, c21);
            s = Vector512.Create(a[3 * lda + k]);
            c30 = Vector512.FusedMultiplyAdd(s, b0, c30); c31 = Vector512.FusedMultiplyAdd(s, b1, c31);
            s = Vector512.Create(a4[k]);
            c40 = Vector512.FusedMultiplyAdd(s, b0, c40); c41 = Vector512.FusedMultiplyAdd(s, b1, c41);
            s = Vector512.Create(a4[lda + k]);
            c50 = Vector512.FusedMultiplyAdd(s, b0, c50); c51 = Vector512.FusedMultiplyAdd(s, b1, c51);
            s = Vector512.Create(a4[2 * lda + k]);
            c60 = Vector512.FusedMultiplyAdd(s, b0, c60); c61 = Vector512.FusedMultiplyAdd(s, b1, c61);
            s = Vector512.Create(a4[3 * lda + k]);
            c70 = Vector512.FusedMultiplyAdd(s, b0, c70); c71 = Vector512.FusedMultiplyAdd(s, b1, c71);
        }

        c00.Store(c); c01.Store(c + 16); c += ldc;
        c10.Store(c); c11.Store(c + 16); c += ldc;
        c20.Store(c); c21.Store(c + 16); c += ldc;
        c30.Store(c); c31.Store(c + 16); c += ldc;
        c40.Store(c); c41.Store(c + 16); c += ldc;
        c50.Store(c); c51.Store(c + 16); c += ldc;
        c60.Store(c); c61.Store(c + 16); c += ldc;
        c70.Store(c); c71.Store(c + 16);
    }

    // 8 chains just hide the latency of 2 FMA ports with 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile4x16(float* a, long lda, float* panel, int depth, float* c, long ldc)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (int k = 0; k < depth; k++, panel += PanelWidth)
        {
            Vector256<float> b0 = Vector256.LoadAligned(panel), b1 = Vector256.LoadAligned(panel + 8);
            Vector256<float> s = Vector256.Create(a[k]);
            c00 = Vector256.FusedMultiplyAdd(s, b0, c00); c01 = Vector256.FusedMultiplyAdd(s, b1, c01);
            s = Vector256.Create(a[lda + k]);
            c10 = Vector256.FusedMultiplyAdd(s, b0, c10); c11 = Vector256.FusedMultiplyAdd(s, b1, c11);
            s = Vector256.Create(a[2 * lda + k]);
            c20 = Vector256.FusedMultiplyAdd(s, b0, c20); c21 = Vector256.FusedMultiplyAdd(s, b1, c21);
            s = Vector256.Create(a[3 * lda + k]);
            c30 = Vector256.FusedMultiplyAdd(s, b0, c30); c31 = Vector256.FusedMultiplyAdd(s, b1, c31);
        }

        c00.Store(c); c01.Store(c + 8); c += ldc;
        c10.Store(c); c11.Store(c + 8); c += ldc;
        c20.Store(c); c21.Store(c + 8); c += ldc;
        c30.Store(c); c31.Store(c + 8);
    }
}
