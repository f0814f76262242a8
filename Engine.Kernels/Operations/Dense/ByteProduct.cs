using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>The register tile of integer products: 6 rows of signed bytes times 16 columns of unsigned bytes, in sums of 32 bits.</summary>
/// <remarks>.NET 10 has no 512-bit byte products; 12 sums, 2 vectors of columns and 1 broadcast fill 15 of the 16 registers that 256-bit ones may use.</remarks>
internal static unsafe class ByteProduct
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 6;

    /// <summary>Columns of a tile, and lanes of a panel.</summary>
    public const int TileColumns = 16;

    /// <summary>target = start + rows * panel for one tile.</summary>
    /// <param name="rows">First of 6 rows.</param>
    /// <param name="stride">Words from one row to the next.</param>
    /// <param name="panel">Columns: word k of column j at <c>k * 16 + j</c>; 64-byte aligned.</param>
    /// <param name="words">Words of a row; four products each.</param>
    /// <param name="start">What the sums of each row begin with.</param>
    /// <param name="target">First sum.</param>
    /// <param name="targetStride">Elements from one row of sums to the next.</param>
    public static void Multiply(int* rows, nint stride, int* panel, int words, int* start, int* target, nint targetStride)
    {
        if (AvxVnni.IsSupported)
            MultiplyVnni(rows, stride, panel, words, start, target, targetStride);
        else
            MultiplyPortable(rows, stride, panel, words, start, target, targetStride);
    }

    /// <summary>As <see cref="Multiply"/>, on any processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void MultiplyPortable(int* rows, nint stride, int* panel, int words, int* start, int* target, nint targetStride)
    {
        for (int row = 0; row < TileRows; row++, rows += stride, target += targetStride)
        {
            Vector512<int> sum = Vector512.Create(start[row]), low = Vector512.Create(0xFF);
            for (int k = 0; k < words; k++)
            {
                Vector512<int> columns = Vector512.LoadAligned(panel + k * TileColumns);
                int word = rows[k];
                sum += (columns & low) * Vector512.Create((int)(sbyte)word);
                sum += ((columns >>> 8) & low) * Vector512.Create((int)(sbyte)(word >> 8));
                sum += ((columns >>> 16) & low) * Vector512.Create((int)(sbyte)(word >> 16));
                sum += (columns >>> 24) * Vector512.Create(word >> 24);
            }

            sum.Store(target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyVnni(int* a, nint lda, int* panel, int words, int* start, int* c, nint ldc)
    {
        Vector256<int> c00 = Vector256.Create(start[0]), c01 = c00, c10 = Vector256.Create(start[1]), c11 = c10, c20 = Vector256.Create(start[2]), c21 = c20;
        Vector256<int> c30 = Vector256.Create(start[3]), c31 = c30, c40 = Vector256.Create(start[4]), c41 = c40, c50 = Vector256.Create(start[5]), c51 = c50;
        int* a3 = a + 3 * lda;
        for (int k = 0; k < words; k++, panel += TileColumns)
        {
            Vector256<byte> b0 = Vector256.LoadAligned(panel).AsByte(), b1 = Vector256.LoadAligned(panel + 8).AsByte();
            Vector256<sbyte> s = Vector256.Create(a[k]).AsSByte();
            c00 = AvxVnni.MultiplyWideningAndAdd(c00, b0, s); c01 = AvxVnni.MultiplyWideningAndAdd(c01, b1, s);
            s = Vector256.Create(a[lda + k]).AsSByte();
            c10 = AvxVnni.MultiplyWideningAndAdd(c10, b0, s); c11 = AvxVnni.MultiplyWideningAndAdd(c11, b1, s);
            s = Vector256.Create(a[2 * lda + k]).AsSByte();
            c20 = AvxVnni.MultiplyWideningAndAdd(c20, b0, s); c21 = AvxVnni.MultiplyWideningAndAdd(c21, b1, s);
            s = Vector256.Create(a3[k]).AsSByte();
            c30 = AvxVnni.MultiplyWideningAndAdd(c30, b0, s); c31 = AvxVnni.MultiplyWideningAndAdd(c31, b1, s);
            s = Vector256.Create(a3[lda + k]).AsSByte();
            c40 = AvxVnni.MultiplyWideningAndAdd(c40, b0, s); c41 = AvxVnni.MultiplyWideningAndAdd(c41, b1, s);
            s = Vector256.Create(a3[2 * lda + k]).AsSByte();
            c50 = AvxVnni.MultiplyWideningAndAdd(c50, b0, s); c51 = AvxVnni.MultiplyWideningAndAdd(c51, b1, s);
        }

        c00.Store(c); c01.Store(c + 8); c += ldc;
        c10.Store(c); c11.Store(c + 8); c += ldc;
        c20.Store(c); c21.Store(c + 8); c += ldc;
        c30.Store(c); c31.Store(c + 8); c += ldc;
        c40.Store(c); c41.Store(c + 8); c += ldc;
        c50.Store(c); c51.Store(c + 8);
    }
}
