using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>Quantises rows, one thread a row.</summary>
internal sealed class QuantiseKernel(AcceleratorDevice device)
{
    private const uint Magnitude = 0x7FFF_FFFF;

    private Action<KernelConfig, DeviceMatrix, ArrayView<int>, ArrayView<QuantisedRow>>? _kernel;

    /// <summary>Quantises.</summary>
    /// <param name="rows">Shape (m, d).</param>
    /// <param name="codes">Receives m ⌈d / 4⌉ words.</param>
    /// <param name="bounds">Receives m elements.</param>
    public void Run(MatrixView rows, VectorView<int> codes, VectorView<QuantisedRow> bounds)
    {
        if (rows.Rows == 0) return;
        _kernel ??= device.Accelerator.LoadStreamKernel<DeviceMatrix, ArrayView<int>, ArrayView<QuantisedRow>>(Kernel);
        _kernel(GroupSize.Covering(rows.Rows), device.Matrix(rows), device.View(codes), device.View(bounds));
    }

    [Kernel]
    private static void Kernel(DeviceMatrix rows, ArrayView<int> codes, ArrayView<QuantisedRow> bounds)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row >= rows.Rows) return;
        uint largest = 0;
        for (int k = 0; k < rows.Columns; k++) largest = Math.Max(largest, Interop.FloatAsInt(rows[row, k]) & Magnitude);
        float scale = QuantisedRow.ScaleOf(Interop.IntAsFloat(largest));
        if (!(scale > 0)) scale = 0;
        double errors = 0, squares = 0;
        long codeSquares = 0;
        int sum = 0, words = QuantisedRow.Words(rows.Columns);
        for (int word = 0; word < words; word++)
        {
            int packed = 0, end = Math.Min(QuantisedRow.CodesPerWord, rows.Columns - word * QuantisedRow.CodesPerWord);
            for (int j = 0; j < end; j++)
            {
                float element = rows[row, word * QuantisedRow.CodesPerWord + j];
                int code = 0;
                if (scale > 0) code = QuantisedRow.Code(element, scale);
                packed |= (code & 0xFF) << (8 * j);
                double error = element - (double)scale * code;
                errors += error * error;
                squares += (double)element * element;
                codeSquares += code * code;
                sum += code;
            }

            codes[(long)row * words + word] = packed;
        }

        if (scale > 0)
            bounds[row] = QuantisedRow.Of(scale, rows.Columns, errors, squares, codeSquares, sum);
        else
            bounds[row] = new QuantisedRow(Interop.IntAsFloat(0x7FC0_0000u), 0, 0, 0, 0);
    }
}
