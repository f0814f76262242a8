using ILGPU;

namespace Engine.Kernels;

/// <summary>Rows of the product go to listed rows.</summary>
internal readonly struct ListedRows(ArrayView<int> rows) : ITargetRows
{
    private readonly ArrayView<int> _rows = rows;

    public int Of(int row) => _rows[row];
}
