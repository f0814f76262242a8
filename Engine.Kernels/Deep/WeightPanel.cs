using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Arithmetic on a panel of W: 128 units side by side, input-major, shape (p, 128), so that an active input meets eight whole cache lines.</summary>
internal static unsafe class WeightPanel
{
    /// <summary>Units of a panel: as many as have their sums in registers. Panels of 16, 32 and 64 waited for memory 3, 2 and 1.2 times as long (NOTES.md).</summary>
    public const int Units = 128;

    /// <summary>Panels that m units fill.</summary>
    public static int CountFor(int units) => (units + Units - 1) / Units;

    /// <summary>Copies columns of up to 128 rows; units that are missing get zeros.</summary>
    /// <param name="rows">First element of the first row, rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">p.</param>
    /// <param name="units">Rows there are.</param>
    /// <param name="columns">Columns to copy.</param>
    /// <param name="panel">(columns, 128), 64-byte aligned.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(float* rows, long stride, int units, int columns, float* panel)
    {
        float* block = stackalloc float[Lanes.Width * Lanes.Width + Lanes.Width];
        block = (float*)(((nint)block + 63) & ~(nint)63);
        if (units < Units) new Span<float>(panel, columns * Units).Clear();
        for (int c = 0; c < columns; c += Lanes.Width)
        {
            int width = Math.Min(Lanes.Width, columns - c);
            for (int first = 0; first < units; first += Lanes.Width)
            {
                float* from = rows + first * stride + c, to = panel + (long)c * Units + first;
                if (width == Lanes.Width && units - first >= Lanes.Width)
                {
                    BlockTranspose.Square(from, stride, block);
                    for (int k = 0; k < Lanes.Width; k++) Vector512.LoadAligned(block + k * Lanes.Width).StoreAligned(to + k * Units);
                    continue;
                }

                for (int unit = 0; unit < Math.Min(Lanes.Width, units - first); unit++)
                {
                    for (int k = 0; k < width; k++) to[k * Units + unit] = from[unit * stride + k];
                }
            }
        }
    }

    /// <summary>z += sum_q h_q W_{., id_q}: 128 scores of one sparse input.</summary>
    /// <param name="panel">(p, 128).</param>
    /// <param name="ids">Ids of the input.</param>
    /// <param name="values">Its values.</param>
    /// <param name="count">Its entries.</param>
    /// <param name="z">128 scores.</param>
    /// <remarks>One chain of fused multiply-adds per unit, over ascending ids; eight of them, side by side, hide its latency.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(float* panel, int* ids, float* values, int count, float* z)
    {
        Vector512<float> z0 = Vector512.LoadAligned(z), z1 = Vector512.LoadAligned(z + 16), z2 = Vector512.LoadAligned(z + 32), z3 = Vector512.LoadAligned(z + 48);
        Vector512<float> z4 = Vector512.LoadAligned(z + 64), z5 = Vector512.LoadAligned(z + 80), z6 = Vector512.LoadAligned(z + 96), z7 = Vector512.LoadAligned(z + 112);
        for (int q = 0; q < count; q++)
        {
            float* w = panel + (long)ids[q] * Units;
            Vector512<float> h = Vector512.Create(values[q]);
            z0 = Vector512.FusedMultiplyAdd(h, Vector512.LoadAligned(w), z0);
            z1 = Vector512.FusedMultiplyAdd(h, Vector512.LoadAligned(w + 16), z1);
            z2 = Vector512.FusedMultiplyAdd(h, Vector512.LoadAligned(w + 32), z2);
            z3 = Vector512.FusedMultiplyAdd(h, Vector512.LoadAligned(w + 48), z3);
            z4 = Vector512.FusedMultiplyAdd(h, Vector512.LoadAligned(w + 64), z4);
            z5 = Vector512.FusedMultiplyAdd(h, Vector512.LoadAligned(w + 80), z5);
            z6 = Vector512.FusedMultiplyAdd(h, Vector512.LoadAligned(w + 96), z6);
            z7 = Vector512.FusedMultiplyAdd(h, Vector512.LoadAligned(w + 112), z7);
        }

        z0.StoreAligned(z);
        z1.StoreAligned(z + 16);
        z2.StoreAligned(z + 32);
        z3.StoreAligned(z + 48);
        z4.StoreAligned(z + 64);
        z5.StoreAligned(z + 80);
        z6.StoreAligned(z + 96);
        z7.StoreAligned(z + 112);
    }
}
