using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>C = alpha A B + beta C, a group for each tile of 128 x 128: slices of A and B in shared memory, 8 x 8 sums in the registers of each thread.</summary>
/// <typeparam name="TTiles">Which tiles there are.</typeparam>
/// <remarks>
/// Every element is one chain of additions over k = 0 .. depth-1, from +0. Thread (x, y) has the rows 4 y .. 4 y + 3 of either half of its tile, and the columns 4 x .. 4 x + 3:
/// 64 products for four reads of 16 bytes, of which those of A are the same for half a warp.
/// </remarks>
internal sealed class TileProductKernel<TTiles>(AcceleratorDevice device)
    where TTiles : struct, ITileGrid
{
    /// <summary>Rows and columns of a tile.</summary>
    public const int Tile = SliceReader.Rows;

    private const int Side = 16;
    private const int Half = Tile / 2;
    private const int Slice = SliceReader.Depth;
    private const int QuadPitch = SliceReader.Pitch / 4;

    private Action<KernelConfig, TTiles, float, DeviceMatrix, DeviceMatrix, float, DeviceMatrix>? _kernel;

    public void Run(TTiles tiles, float alpha, MatrixView a, MatrixView b, float beta, MatrixView c)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<TTiles, float, DeviceMatrix, DeviceMatrix, float, DeviceMatrix>(Kernel);
        // Depth 0 leaves the operands unread; an empty sum times an infinite alpha would be NaN.
        int depth = alpha == 0 ? 0 : a.Columns;
        DeviceMatrix left = device.Matrix(a.Block(0, 0, a.Rows, depth)), right = device.Matrix(b.Block(0, 0, depth, b.Columns).Transposed);
        _kernel(GroupSize.Of(tiles.Count), tiles, depth == 0 ? 0 : alpha, left, right, beta, device.Matrix(c));
    }

    [Kernel(typeof(AllTiles), typeof(LowerTiles))]
    private static void Kernel(TTiles tiles, float alpha, DeviceMatrix a, DeviceMatrix b, float beta, DeviceMatrix c)
    {
        ArrayView<FloatQuad> left = SharedMemory.Allocate<FloatQuad>(Slice * QuadPitch), right = SharedMemory.Allocate<FloatQuad>(Slice * QuadPitch);
        ArrayView<float> leftElements = left.Cast<float>(), rightElements = right.Cast<float>();
        int thread = Group.IdxX, x = thread % Side, y = thread / Side, depth = a.Columns;
        int row = tiles.Row(Grid.IdxX), column = tiles.Column(Grid.IdxX);
        SliceReader fromA = new(a, row, thread), fromB = new(b, column, thread);
        SliceShare ofA = fromA.Read(0), ofB = fromB.Read(0);
        SumOctet c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (int first = 0; first < depth; first += Slice)
        {
            ofA.Write(leftElements, fromA.Slot, fromA.SlotStep);
            ofB.Write(rightElements, fromB.Slot, fromB.SlotStep);
            Group.Barrier();
            // On its way while this slice is multiplied; behind the last one there are only zeros, which are not read from memory.
            ofA = fromA.Read(first + Slice);
            ofB = fromB.Read(first + Slice);
            int steps = Math.Min(Slice, depth - first);
            for (int k = 0; k < steps; k++)
            {
                FloatQuad a0 = left[k * QuadPitch + y], a1 = left[k * QuadPitch + y + Side];
                FloatQuad b0 = right[k * QuadPitch + x], b1 = right[k * QuadPitch + x + Side];
                c0 = c0.Plus(a0.X, b0, b1);
                c1 = c1.Plus(a0.Y, b0, b1);
                c2 = c2.Plus(a0.Z, b0, b1);
                c3 = c3.Plus(a0.W, b0, b1);
                c4 = c4.Plus(a1.X, b0, b1);
                c5 = c5.Plus(a1.Y, b0, b1);
                c6 = c6.Plus(a1.Z, b0, b1);
                c7 = c7.Plus(a1.W, b0, b1);
            }

            Group.Barrier();
        }

        row += 4 * y;
        column += 4 * x;
        WriteRow(tiles, c, row, column, alpha, beta, c0);
        WriteRow(tiles, c, row + 1, column, alpha, beta, c1);
        WriteRow(tiles, c, row + 2, column, alpha, beta, c2);
        WriteRow(tiles, c, row + 3, column, alpha, beta, c3);
        WriteRow(tiles, c, row + Half, column, alpha, beta, c4);
        WriteRow(tiles, c, row + Half + 1, column, alpha, beta, c5);
        WriteRow(tiles, c, row + Half + 2, column, alpha, beta, c6);
        WriteRow(tiles, c, row + Half + 3, column, alpha, beta, c7);
    }

    private static void WriteRow(TTiles tiles, DeviceMatrix c, int row, int column, float alpha, float beta, SumOctet sums)
    {
        Write(tiles, c, row, column, alpha, beta, sums.S0);
        Write(tiles, c, row, column + 1, alpha, beta, sums.S1);
        Write(tiles, c, row, column + 2, alpha, beta, sums.S2);
        Write(tiles, c, row, column + 3, alpha, beta, sums.S3);
        Write(tiles, c, row, column + Half, alpha, beta, sums.S4);
        Write(tiles, c, row, column + Half + 1, alpha, beta, sums.S5);
        Write(tiles, c, row, column + Half + 2, alpha, beta, sums.S6);
        Write(tiles, c, row, column + Half + 3, alpha, beta, sums.S7);
    }

    private static void Write(TTiles tiles, DeviceMatrix c, int row, int column, float alpha, float beta, float sum)
    {
        if (row >= c.Rows || column >= c.Columns || !tiles.Has(row, column)) return;
        float value = alpha * sum;
        if (beta != 0) value += beta * c[row, column];
        c[row, column] = value;
    }
}
