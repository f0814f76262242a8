using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The triangular arithmetic inside one tile of 8 columns by 24 lanes: substitution by division, never by an inverse.</summary>
/// <remarks>
/// Substitution keeps the componentwise backward error of Higham, Accuracy and Stability, Lemma 8.4; multiplying by the inverse of the
/// corner would only give a normwise one. Work here is 1/12 of the panel's, so 256-bit vectors serve every machine.
/// </remarks>
internal static unsafe class TriangularTile
{
    /// <summary>tile[c] = (tile[c] - Σ_{i &lt; c} corner(c, i) tile[i]) / corner(c, c) for c = 0..7, each tile[c] being 24 lanes.</summary>
    /// <param name="tile">8 columns of 24 lanes.</param>
    /// <param name="corner">8 x 8 triangle inside a strip: element (row, column) stands at column * 24 + row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Solve(double* tile, double* corner)
    {
        for (int column = 0; column < Strip.Group; column++)
        {
            Eliminate(tile, corner, column);
            Divide(tile + column * Strip.Rows, corner[column * Strip.Rows + column]);
        }
    }

    /// <summary>Factors the corner that stands inside the tile and solves the lanes below it; lanes above it become meaningless.</summary>
    /// <param name="tile">8 columns of 24 lanes.</param>
    /// <param name="lane">First lane of the corner: 0, 8 or 16.</param>
    /// <param name="pivots">Receives the pivots up to the first that is not positive and finite, that one included.</param>
    /// <returns>Number of good pivots, 8 when the corner has a factor.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static int Factor(double* tile, int lane, double* pivots)
    {
        double* corner = tile + lane;
        for (int column = 0; column < Strip.Group; column++)
        {
            Eliminate(tile, corner, column);
            double* diagonal = corner + column * Strip.Rows + column;
            double pivot = *diagonal;
            pivots[column] = pivot;
            if (!(pivot > 0.0 && double.IsFinite(pivot))) return column;
            double root = Math.Sqrt(pivot);
            Divide(tile + column * Strip.Rows, root);
            *diagonal = root;
        }

        return Strip.Group;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eliminate(double* tile, double* corner, int column)
    {
        double* x = tile + column * Strip.Rows;
        Vector256<double> x0 = Vector256.Load(x), x1 = Vector256.Load(x + 4), x2 = Vector256.Load(x + 8);
        Vector256<double> x3 = Vector256.Load(x + 12), x4 = Vector256.Load(x + 16), x5 = Vector256.Load(x + 20);
        for (int i = 0; i < column; i++)
        {
            Vector256<double> factor = Vector256.Create(-corner[i * Strip.Rows + column]);
            double* y = tile + i * Strip.Rows;
            x0 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y), x0);
            x1 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 4), x1);
            x2 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 8), x2);
            x3 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 12), x3);
            x4 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 16), x4);
            x5 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 20), x5);
        }

        x0.Store(x);
        x1.Store(x + 4);
        x2.Store(x + 8);
        x3.Store(x + 12);
        x4.Store(x + 16);
        x5.Store(x + 20);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Divide(double* x, double divisor)
    {
        Vector256<double> d = Vector256.Create(divisor);
        for (int lane = 0; lane < Strip.Rows; lane += Vector256<double>.Count)
            (Vector256.Load(x + lane) / d).Store(x + lane);
    }
}
