using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>C = alpha A B + beta C, a group for each tile of 64 x 64: slices of A and B in shared memory, 4 x 4 sums in the registers of each thread.</summary>
/// <typeparam name="TTiles">Which tiles there are.</typeparam>
/// <remarks>
/// Every element is one chain of additions over k = 0 .. depth-1, from +0. Thread (x, y) has the rows y, y + 16 ... and the columns x, x + 16 ... of its
/// tile: neighbours in a warp read neighbouring banks, and write neighbouring elements of C.
/// </remarks>
internal sealed class TileProductKernel<TTiles>(AcceleratorDevice device)
    where TTiles : struct, ITileGrid
{
    private const int Tile = ITileGrid.Tile;
    private const int Side = 16;
    private const int Slice = 16;
    private const int LoadsPerThread = Tile * Slice / GroupSize.Threads;

    // One element of padding: threads that differ in k store to different banks.
    private const int Pitch = Tile + 1;

    private Action<KernelConfig, TTiles, float, DeviceMatrix, DeviceMatrix, float, DeviceMatrix>? _kernel;

    public void Run(TTiles tiles, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<TTiles, float, DeviceMatrix, DeviceMatrix, float, DeviceMatrix>(Kernel);
        // Depth 0 leaves the operands unread; an empty sum times an infinite alpha would be NaN.
        int depth = alpha == 0 ? 0 : a.Columns;
        DeviceMatrix left = device.Matrix(a.Block(0, 0, a.Rows, depth)), right = device.Matrix(b.Block(0, 0, depth, b.Columns));
        _kernel(GroupSize.Of(tiles.Count), tiles, depth == 0 ? 0 : alpha, left, right, beta, device.Matrix(c));
    }

    [Kernel(typeof(AllTiles), typeof(LowerTiles))]
    private static void Kernel(TTiles tiles, float alpha, DeviceMatrix a, DeviceMatrix b, float beta, DeviceMatrix c)
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(Slice * Pitch), right = SharedMemory.Allocate<float>(Slice * Pitch);
        int thread = Group.IdxX, x = thread % Side, y = thread / Side, depth = a.Columns;
        int row = tiles.Row(Grid.IdxX), column = tiles.Column(Grid.IdxX);
        float c00 = 0, c01 = 0, c02 = 0, c03 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        float c20 = 0, c21 = 0, c22 = 0, c23 = 0, c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        for (int first = 0; first < depth; first += Slice)
        {
            for (int load = 0; load < LoadsPerThread; load++)
            {
                int element = thread + load * GroupSize.Threads;
                int lane = a.RowsAreContiguous ? element % Tile : element / Slice, k = a.RowsAreContiguous ? element / Tile : element % Slice;
                left[k * Pitch + lane] = a.At(row + lane, first + k);
                lane = b.RowsAreContiguous ? element / Slice : element % Tile;
                k = b.RowsAreContiguous ? element % Slice : element / Tile;
                right[k * Pitch + lane] = b.At(first + k, column + lane);
            }

            Group.Barrier();
            int steps = Math.Min(Slice, depth - first);
            for (int k = 0; k < steps; k++)
            {
                int l = k * Pitch + y, r = k * Pitch + x;
                float a0 = left[l], a1 = left[l + Side], a2 = left[l + 2 * Side], a3 = left[l + 3 * Side];
                float b0 = right[r], b1 = right[r + Side], b2 = right[r + 2 * Side], b3 = right[r + 3 * Side];
                c00 += a0 * b0; c01 += a0 * b1; c02 += a0 * b2; c03 += a0 * b3;
                c10 += a1 * b0; c11 += a1 * b1; c12 += a1 * b2; c13 += a1 * b3;
                c20 += a2 * b0; c21 += a2 * b1; c22 += a2 * b2; c23 += a2 * b3;
                c30 += a3 * b0; c31 += a3 * b1; c32 += a3 * b2; c33 += a3 * b3;
            }

            Group.Barrier();
        }

        row += y;
        column += x;
        WriteRow(tiles, c, row, column, alpha, beta, c00, c01, c02, c03);
        WriteRow(tiles, c, row + Side, column, alpha, beta, c10, c11, c12, c13);
        WriteRow(tiles, c, row + 2 * Side, column, alpha, beta, c20, c21, c22, c23);
        WriteRow(tiles, c, row + 3 * Side, column, alpha, beta, c30, c31, c32, c33);
    }

    private static void WriteRow(TTiles tiles, DeviceMatrix c, int row, int column, float alpha, float beta, float s0, float s1, float s2, float s3)
    {
        Write(tiles, c, row, column, alpha, beta, s0);
        Write(tiles, c, row, column + Side, alpha, beta, s1);
        Write(tiles, c, row, column + 2 * Side, alpha, beta, s2);
        Write(tiles, c, row, column + 3 * Side, alpha, beta, s3);
    }

    private static void Write(TTiles tiles, DeviceMatrix c, int row, int column, float alpha, float beta, float sum)
    {
        if (row >= c.Rows || column >= c.Columns || !tiles.Has(row, column)) return;
        float value = alpha * sum;
        if (beta != 0) value += beta * c[row, column];
        c[row, column] = value;
    }
}
