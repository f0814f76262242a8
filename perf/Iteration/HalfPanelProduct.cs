using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>8 rows times the first half of one panel: <see cref="TileProduct"/> for the last panel of X^T when at most 16 of its columns are in use.</summary>
/// <remarks>At d of 16 and below a whole panel would double the dense iteration's second product.</remarks>
internal static unsafe class HalfPanelProduct
{
    /// <summary>Columns computed.</summary>
    public const int Columns = 16;

    /// <summary>Writes (8, 16) products; the other half of the result stays as it is.</summary>
    /// <param name="rows">First of 8 rows, <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats between rows.</param>
    /// <param name="panel">As for <see cref="TileProduct.Multiply"/>.</param>
    /// <param name="depth">Length of the inner products.</param>
    /// <param name="result">8 rows, <see cref="TileProduct.PanelWidth"/> floats apart.</param>
    // 8 chains just hide the latency of 2 FMA ports.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* rows, long stride, float* panel, int depth, float* result)
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        float* rows4 = rows + 4 * stride;
        for (int k = 0; k < depth; k++, panel += TileProduct.PanelWidth)
        {
            Vector512<float> b = Vector512.LoadAligned(panel);
            c0 = Vector512.FusedMultiplyAdd(Vector512.Create(rows[k]), b, c0);
            c1 = Vector512.FusedMultiplyAdd(Vector512.Create(rows[stride + k]), b, c1);
            c2 = Vector512.FusedMultiplyAdd(Vector512.Create(rows[2 * stride + k]), b, c2);
            c3 = Vector512.FusedMultiplyAdd(Vector512.Create(rows[3 * stride + k]), b, c3);
            c4 = Vector512.FusedMultiplyAdd(Vector512.Create(rows4[k]), b, c4);
            c5 = Vector512.FusedMultiplyAdd(Vector512.Create(rows4[stride + k]), b, c5);
            c6 = Vector512.FusedMultiplyAdd(Vector512.Create(rows4[2 * stride + k]), b, c6);
            c7 = Vector512.FusedMultiplyAdd(Vector512.Create(rows4[3 * stride + k]), b, c7);
        }

        c0.Store(result); result += TileProduct.PanelWidth;
        c1.Store(result); result += TileProduct.PanelWidth;
        c2.Store(result); result += TileProduct.PanelWidth;
        c3.Store(result); result += TileProduct.PanelWidth;
        c4.Store(result); result += TileProduct.PanelWidth;
        c5.Store(result); result += TileProduct.PanelWidth;
        c6.Store(result); result += TileProduct.PanelWidth;
        c7.Store(result);
    }
}
