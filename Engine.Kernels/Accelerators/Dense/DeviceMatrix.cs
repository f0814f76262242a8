using ILGPU;

namespace Engine.Kernels;

/// <summary>A <see cref="MatrixView"/> as the kernels take it.</summary>
internal readonly struct DeviceMatrix(ArrayView<float> elements, int rows, int columns, long rowStep, long columnStep)
{
    private readonly ArrayView<float> _elements = elements;
    private readonly long _rowStep = rowStep;
    private readonly long _columnStep = columnStep;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>Whether threads that share a column read consecutive memory.</summary>
    public bool RowsAreContiguous => _rowStep == 1;

    /// <summary>The element, or 0 outside the matrix.</summary>
    public float At(int row, int column) => row < Rows && column < Columns ? this[row, column] : 0;

    public float this[int row, int column]
    {
        get => _elements[row * _rowStep + column * _columnStep];
        set => _elements[row * _rowStep + column * _columnStep] = value;
    }
}
