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

    public float this[int row, int column]
    {
        get => _elements[Place(row, column)];
        set => _elements[Place(row, column)] = value;
    }

    /// <summary>Position of an element; linear in row and column.</summary>
    public long Place(int row, int column) => row * _rowStep + column * _columnStep;

    /// <summary>The element at a position.</summary>
    public float AtPlace(long place) => _elements[place];
}
