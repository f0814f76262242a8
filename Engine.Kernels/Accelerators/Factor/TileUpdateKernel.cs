using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Subtracts the part of what a block has solved from later equations: tiles of 64 x 64, 16 sums a thread.</summary>
/// <typeparam name="TSide">L or its transpose.</typeparam>
internal sealed class TileUpdateKernel<TSide>(AcceleratorDevice device)
    where TSide : struct, ITriangleSide
{
    /// <summary>Rows and columns of a tile.</summary>
    public const int Tile = 64;

    // A thread has every 16th row and column of its tile: neighbours read different banks and write one line.
    private const int Step = 16;
    private const int RowStep = Step * FactorTiles.SharedStride;

    private Action<KernelConfig, TSide, TileStep, ArrayView<double>, int, ArrayView<double>, int, ArrayView<double>>? _kernel;

    /// <param name="lower">L.</param>
    /// <param name="step">What is taken out of what.</param>
    /// <param name="rows">Right-hand sides, one a row; unknown k stands in column k.</param>
    /// <param name="stride">Doubles from one row to the next.</param>
    /// <param name="state">State of a factorisation, after whose failure nothing is done; empty when there is none.</param>
    public void Run(TriangleView lower, TileStep step, VectorView<double> rows, int stride, VectorView<double> state)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<TSide, TileStep, ArrayView<double>, int, ArrayView<double>, int, ArrayView<double>>(Kernel);
        long tiles = ((step.Rows + Tile - 1L) / Tile) * ((step.Columns + Tile - 1L) / Tile);
        _kernel(GroupSize.Of(tiles), default, step, device.View(lower.Elements), lower.Stride, device.View(rows), stride, device.View(state));
    }

    [Kernel(typeof(LowerSide), typeof(TransposedSide))]
    private static void Kernel(TSide side, TileStep step, ArrayView<double> lower, int lowerStride, ArrayView<double> rows, int stride, ArrayView<double> state)
    {
        ArrayView<double> left = SharedMemory.Allocate<double>(Tile * FactorTiles.SharedStride);
        ArrayView<double> right = SharedMemory.Allocate<double>(Tile * FactorTiles.SharedStride);
        int tilesAcross = (step.Columns + Tile - 1) / Tile;
        int firstRow = Grid.IdxX / tilesAcross * Tile, firstColumn = Grid.IdxX % tilesAcross * Tile;
        // Above the diagonal, and after a failure, a tile has no rows.
        int rowCount = Math.Min(Tile, step.Rows - firstRow), columnCount = Math.Min(Tile, step.Columns - firstColumn);
        if (firstColumn >= firstRow + rowCount - 1 + step.Beyond || (state.Length > 0 && state[FactorTiles.Failed] != 0)) rowCount = 0;
        for (int i = Group.IdxX; i < Tile * FactorTiles.Block; i += GroupSize.Threads)
        {
            int row = i / FactorTiles.Block, known = i % FactorTiles.Block;
            double value = 0;
            if (row < rowCount && known < step.Width) value = rows[(long)(firstRow + row) * stride + step.First + known];
            left[row * FactorTiles.SharedStride + known] = value;
            int unknown = side.UnknownOf(i);
            known = side.KnownOf(i);
            value = 0;
            if (unknown < columnCount && known < step.Width && rowCount > 0)
                value = lower[side.Coefficient(step.Target + firstColumn + unknown, step.First + known, lowerStride)];
            right[unknown * FactorTiles.SharedStride + known] = value;
        }

        Group.Barrier();
        int y = Group.IdxX / Step, x = Group.IdxX % Step;
        int a = y * FactorTiles.SharedStride, b = x * FactorTiles.SharedStride;
        double s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
        double s20 = 0, s21 = 0, s22 = 0, s23 = 0, s30 = 0, s31 = 0, s32 = 0, s33 = 0;
        for (int known = 0; known < step.Width; known++, a++, b++)
        {
            double a0 = left[a], a1 = left[a + RowStep], a2 = left[a + 2 * RowStep], a3 = left[a + 3 * RowStep];
            double b0 = right[b], b1 = right[b + RowStep], b2 = right[b + 2 * RowStep], b3 = right[b + 3 * RowStep];
            s00 += a0 * b0;
            s01 += a0 * b1;
            s02 += a0 * b2;
            s03 += a0 * b3;
            s10 += a1 * b0;
            s11 += a1 * b1;
            s12 += a1 * b2;
            s13 += a1 * b3;
            s20 += a2 * b0;
            s21 += a2 * b1;
            s22 += a2 * b2;
            s23 += a2 * b3;
            s30 += a3 * b0;
            s31 += a3 * b1;
            s32 += a3 * b2;
            s33 += a3 * b3;
        }

        long target = (long)(firstRow + y) * stride + step.Target + firstColumn + x;
        // Columns from x on that this thread may write in each of its rows; rows that do not exist have none.
        int reach = firstRow + y - firstColumn + step.Beyond;
        int end0 = Reach(y, rowCount, columnCount, reach), end1 = Reach(y + Step, rowCount, columnCount, reach + Step);
        int end2 = Reach(y + 2 * Step, rowCount, columnCount, reach + 2 * Step), end3 = Reach(y + 3 * Step, rowCount, columnCount, reach + 3 * Step);
        long down = (long)Step * stride;
        Subtract(rows, target, x, end0, s00, s01, s02, s03);
        Subtract(rows, target + down, x, end1, s10, s11, s12, s13);
        Subtract(rows, target + 2 * down, x, end2, s20, s21, s22, s23);
        Subtract(rows, target + 3 * down, x, end3, s30, s31, s32, s33);
    }

    private static int Reach(int row, int rowCount, int columnCount, int reach) => row < rowCount ? Math.Min(columnCount, reach) : 0;

    private static void Subtract(ArrayView<double> rows, long target, int x, int end, double s0, double s1, double s2, double s3)
    {
        if (x < end) rows[target] -= s0;
        if (x + Step < end) rows[target + Step] -= s1;
        if (x + 2 * Step < end) rows[target + 2 * Step] -= s2;
        if (x + 3 * Step < end) rows[target + 3 * Step] -= s3;
    }
}
