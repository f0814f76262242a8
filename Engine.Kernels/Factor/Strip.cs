using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>
/// The packed form of L that the tile kernel reads: 24 rows of a 96-column panel, column by column, so that element (row, column) of the
/// strip stands at column * 24 + row.
/// </summary>
/// <remarks>
/// A column is three 64-byte lines. One packing serves both sides of a product: whole columns are vectors, and a third of a column, the
/// group of 8 rows in one line, holds the factors that are broadcast.
/// </remarks>
internal static unsafe class Strip
{
    /// <summary>Rows in a strip.</summary>
    internal const int Rows = 24;

    /// <summary>Rows in a group; a strip holds three groups.</summary>
    internal const int Group = 8;

    /// <summary>Columns in a panel. A strip of 96 columns takes 18 KiB, which leaves room in a 32 KiB first-level cache for the groups.</summary>
    internal const int Panel = 96;

    /// <summary>Strips in the diagonal block of a panel.</summary>
    internal const int PerBlock = Panel / Rows;

    /// <summary>Elements of a strip.</summary>
    internal const int Length = Rows * Panel;

    /// <summary>Strips that cover <paramref name="rows"/> rows.</summary>
    internal static int Covering(int rows) => (rows + Rows - 1) / Rows;

    /// <summary>Copies rows of a row-major matrix into a strip; missing rows become zero.</summary>
    /// <param name="source">First element, shape <c>(rows, 96)</c>.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="rows">Rows present, 1 to 24.</param>
    /// <param name="strip">Receives 24 * 96 elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Pack(double* source, nint stride, int rows, double* strip)
    {
        int quads = rows & ~3;
        for (int row = 0; row < quads; row += 4)
        {
            double* r0 = source + row * stride;
            double* r1 = r0 + stride;
            double* r2 = r1 + stride;
            double* r3 = r2 + stride;
            for (int column = 0; column < Panel; column++)
                Vector256.Create(r0[column], r1[column], r2[column], r3[column]).Store(strip + column * Rows + row);
        }

        for (int row = quads; row < Rows; row++)
        {
            for (int column = 0; column < Panel; column++)
                strip[column * Rows + row] = row < rows ? source[row * stride + column] : 0.0;
        }
    }

    /// <summary>Copies a strip back to rows of a row-major matrix.</summary>
    /// <param name="strip">24 * 96 elements.</param>
    /// <param name="target">First element, shape <c>(rows, 96)</c>.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="rows">Rows to write, 1 to 24.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Unpack(double* strip, double* target, nint stride, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            double* line = target + row * stride;
            for (int column = 0; column < Panel; column += 4)
            {
                double* c = strip + column * Rows + row;
                Vector256.Create(c[0], c[Rows], c[2 * Rows], c[3 * Rows]).Store(line + column);
            }
        }
    }
}
