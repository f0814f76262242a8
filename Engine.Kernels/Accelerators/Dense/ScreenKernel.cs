using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Scores of the pairs that integer products do not drop, NaN for the others: a group for each tile of 64 x 64.</summary>
/// <remarks>
/// Slices of words of four codes in shared memory, 4 x 4 sums in the registers of each thread: thread (x, y) has the rows y, y + 16 ... and the columns x, x + 16 ... of its
/// tile, so that neighbours in a warp read neighbouring banks, and write neighbouring scores.
/// </remarks>
internal sealed class ScreenKernel(AcceleratorDevice device)
{
    private const int Tile = 64;
    private const int Side = 16;
    private const int Slice = 16;
    private const int LoadsPerThread = Tile * Slice / GroupSize.Threads;

    // One element of padding: threads that differ in k store to different banks.
    private const int Pitch = Tile + 1;

    private Action<KernelConfig, AllTiles, float, CodedMatrix, CodedMatrix, DeviceMatrix, ArrayView<long>>? _kernel;

    /// <summary>Screens some rows of weights.</summary>
    /// <param name="threshold">Of the selection.</param>
    /// <param name="weights">At least one row.</param>
    /// <param name="samples">At least one row.</param>
    /// <param name="scores">Receives a score for each pair.</param>
    /// <param name="rechecked">Element 0 grows by the number of pairs not dropped.</param>
    public void Run(float threshold, CodedMatrix weights, CodedMatrix samples, MatrixView scores, VectorView<long> rechecked)
    {
        _kernel ??= device.Accelerator.LoadStreamKernel<AllTiles, float, CodedMatrix, CodedMatrix, DeviceMatrix, ArrayView<long>>(Kernel);
        AllTiles tiles = new(scores.Rows, scores.Columns, Tile);
        _kernel(GroupSize.Of(tiles.Count), tiles, threshold, weights, samples, device.Matrix(scores), device.View(rechecked));
    }

    [Kernel]
    private static void Kernel(AllTiles tiles, float threshold, CodedMatrix a, CodedMatrix b, DeviceMatrix scores, ArrayView<long> rechecked)
    {
        ArrayView<int> left = SharedMemory.Allocate<int>(Slice * Pitch), right = SharedMemory.Allocate<int>(Slice * Pitch);
        int thread = Group.IdxX, x = thread % Side, y = thread / Side, words = a.Words;
        int row = tiles.Row(Grid.IdxX), column = tiles.Column(Grid.IdxX);
        int c00 = 0, c01 = 0, c02 = 0, c03 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0, c20 = 0, c21 = 0, c22 = 0, c23 = 0, c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        for (int first = 0; first < words; first += Slice)
        {
            for (int load = 0; load < LoadsPerThread; load++)
            {
                int element = thread + load * GroupSize.Threads, lane = element / Slice, k = element % Slice;
                left[k * Pitch + lane] = a.Word(row + lane, first + k);
                right[k * Pitch + lane] = b.Word(column + lane, first + k);
            }

            Group.Barrier();
            int steps = Math.Min(Slice, words - first);
            for (int k = 0; k < steps; k++)
            {
                int l = k * Pitch + y, r = k * Pitch + x;
                int w0 = left[l], w1 = left[l + Side], w2 = left[l + 2 * Side], w3 = left[l + 3 * Side];
                int v0 = right[r], v1 = right[r + Side], v2 = right[r + 2 * Side], v3 = right[r + 3 * Side];
                for (int shift = 24; shift >= 0; shift -= 8)
                {
                    int a0 = (w0 << shift) >> 24, a1 = (w1 << shift) >> 24, a2 = (w2 << shift) >> 24, a3 = (w3 << shift) >> 24;
                    int b0 = (v0 << shift) >> 24, b1 = (v1 << shift) >> 24, b2 = (v2 << shift) >> 24, b3 = (v3 << shift) >> 24;
                    c00 += a0 * b0; c01 += a0 * b1; c02 += a0 * b2; c03 += a0 * b3;
                    c10 += a1 * b0; c11 += a1 * b1; c12 += a1 * b2; c13 += a1 * b3;
                    c20 += a2 * b0; c21 += a2 * b1; c22 += a2 * b2; c23 += a2 * b3;
                    c30 += a3 * b0; c31 += a3 * b1; c32 += a3 * b2; c33 += a3 * b3;
                }
            }

            Group.Barrier();
        }

        row += y;
        column += x;
        long count = WriteRow(threshold, a, b, scores, row, column, c00, c01, c02, c03);
        count += WriteRow(threshold, a, b, scores, row + Side, column, c10, c11, c12, c13);
        count += WriteRow(threshold, a, b, scores, row + 2 * Side, column, c20, c21, c22, c23);
        count += WriteRow(threshold, a, b, scores, row + 3 * Side, column, c30, c31, c32, c33);
        if (count > 0) Atomic.Add(ref rechecked[0], count);
    }

    private static int WriteRow(float threshold, CodedMatrix a, CodedMatrix b, DeviceMatrix scores, int row, int column, int s0, int s1, int s2, int s3) =>
        Write(threshold, a, b, scores, row, column, s0) + Write(threshold, a, b, scores, row, column + Side, s1)
        + Write(threshold, a, b, scores, row, column + 2 * Side, s2) + Write(threshold, a, b, scores, row, column + 3 * Side, s3);

    /// <summary>Writes a pair's score, or NaN if its bounds drop it.</summary>
    /// <returns>1 for a pair not dropped.</returns>
    private static int Write(float threshold, CodedMatrix a, CodedMatrix b, DeviceMatrix scores, int row, int column, int sum)
    {
        if (row >= scores.Rows || column >= scores.Columns) return 0;
        if (IsDropped(threshold, a.Rows.Columns, a.Bound(row), b.Bound(column), sum))
        {
            scores[row, column] = Interop.IntAsFloat(0x7FC0_0000u);
            return 0;
        }

        // The chain of TileProductKernel.
        float z = 0;
        for (int k = 0; k < a.Rows.Columns; k++) z += a.Rows[row, k] * b.Rows[column, k];
        scores[row, column] = z;
        return 1;
    }

    /// <summary>The test of <see cref="DenseOperations.ScreenedSelectAbove"/>.</summary>
    /// <remarks>
    /// Double precision adds roundings below 2⁻⁵⁰ |w'| |x'|, far less than the spare u |w| |x| in <see cref="QuantisedRow.Error"/>. NaN compares false: a row
    /// that cannot be bounded is not dropped.
    /// </remarks>
    private static bool IsDropped(float threshold, int depth, QuantisedRow a, QuantisedRow b, int sum)
    {
        double bound = (double)a.Error * b.Norm + (double)a.Size * b.Error + depth * Underflow;
        return (double)a.Scale * b.Scale * sum + bound <= threshold;
    }

    // 2⁻¹²⁵.
    private const double Underflow = 1.0 / (1L << 62) / (1L << 62) / 2;
}
