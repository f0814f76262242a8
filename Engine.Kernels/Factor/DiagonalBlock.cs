namespace Engine.Kernels;

/// <summary>The triangle on the diagonal of a panel, at most 96 x 96, in strips: four strips one after another.</summary>
internal static unsafe class DiagonalBlock
{
    /// <summary>Elements of a packed block.</summary>
    internal const int Length = Strip.PerBlock * Strip.Length;

    /// <summary>Copies a lower triangle into strips, zero above the diagonal, and extends it to order 96 by the identity.</summary>
    /// <param name="source">First element, row-major; nothing above the diagonal is read.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="width">Order of the triangle, 1 to 96.</param>
    /// <param name="block">Receives four strips.</param>
    /// <remarks>The identity in the padding has pivots 1 and adds nothing to a sum, so the arithmetic needs no edge cases.</remarks>
    internal static void Pack(double* source, nint stride, int width, double* block)
    {
        new Span<double>(block, Length).Clear();
        for (int row = 0; row < Strip.Panel; row++)
        {
            double* target = Element(block, row, 0);
            if (row >= width)
            {
                target[row * Strip.Rows] = 1.0;
                continue;
            }

            for (int column = 0; column <= row; column++) target[column * Strip.Rows] = source[row * stride + column];
        }
    }

    /// <summary>Copies the lower triangle back; nothing above the diagonal is written.</summary>
    /// <param name="block">Four strips.</param>
    /// <param name="target">First element, row-major.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="width">Order of the triangle, 1 to 96.</param>
    internal static void Unpack(double* block, double* target, nint stride, int width)
    {
        for (int row = 0; row < width; row++)
        {
            double* source = Element(block, row, 0);
            for (int column = 0; column <= row; column++) target[row * stride + column] = source[column * Strip.Rows];
        }
    }

    /// <summary>Replaces the packed triangle by its Cholesky factor.</summary>
    /// <param name="block">Four strips. Elements above the diagonal are meaningless afterwards.</param>
    /// <param name="width">Order of the triangle, 1 to 96.</param>
    /// <param name="pivots">Receives up to 96 pivots.</param>
    /// <param name="wide">Vector width, see <see cref="TileKernel.Subtract"/>.</param>
    /// <returns>Number of good pivots before the first bad one; 96 when the factor exists.</returns>
    internal static int Factor(double* block, int width, double* pivots, bool wide)
    {
        int strips = Strip.Covering(width);
        for (int column = 0; column < width; column += Strip.Group)
        {
            double* group = Element(block, column, 0);
            int lane = column % Strip.Rows;
            for (int strip = column / Strip.Rows; strip < strips; strip++)
            {
                double* rows = block + strip * Strip.Length;
                double* tile = rows + column * Strip.Rows;
                TileKernel.Subtract(group, rows, column, tile, Strip.Rows, wide);
                if (strip == column / Strip.Rows)
                {
                    int good = TriangularTile.Factor(tile, lane, pivots + column);
                    if (good < Strip.Group) return column + good;
                }
                else
                {
                    TriangularTile.Solve(tile, Element(block, column, column));
                }
            }
        }

        return Strip.Panel;
    }

    /// <summary>Solves L y = x for 24 right-hand sides at once, in place.</summary>
    /// <param name="block">The packed factor.</param>
    /// <param name="columns">96 x 24: unknown p of all right-hand sides stands at p * 24; a strip below the block has this very form.</param>
    /// <param name="wide">Vector width, see <see cref="TileKernel.Subtract"/>.</param>
    /// <remarks>9 216 multiply-adds a right-hand side, half of them needed.</remarks>
    internal static void Solve(double* block, double* columns, bool wide)
    {
        for (int column = 0; column < Strip.Panel; column += Strip.Group)
        {
            double* tile = columns + column * Strip.Rows;
            TileKernel.Subtract(Element(block, column, 0), columns, column, tile, Strip.Rows, wide);
            TriangularTile.Solve(tile, Element(block, column, column));
        }
    }

    private static double* Element(double* block, int row, int column) =>
        block + (row / Strip.Rows) * Strip.Length + column * Strip.Rows + row % Strip.Rows;
}
