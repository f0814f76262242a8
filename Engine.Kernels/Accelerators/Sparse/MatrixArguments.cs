using ILGPU;

namespace Engine.Kernels;

/// <summary>Matrices as the kernels take them: the elements from (0, 0) to the last one, and a stride beside them.</summary>
internal static class MatrixArguments
{
    /// <summary>The elements of a row-major matrix; empty when it has none.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    public static ArrayView<float> View(this AcceleratorDevice device, MatrixView matrix)
    {
        if (matrix.Array is null || matrix.Rows == 0 || matrix.Columns == 0) return default;
        return device.View(new VectorView<float>(matrix.Array, matrix.Start, (matrix.Rows - 1L) * matrix.Stride + matrix.Columns));
    }

    /// <summary>Compressed rows.</summary>
    /// <exception cref="ArgumentException">They lie on another device.</exception>
    public static SparseRows View(this AcceleratorDevice device, CsrView rows) => new(device.View(rows.Offsets), device.View(rows.Ids), device.View(rows.Values));
}
