namespace Engine.Kernels;

/// <summary>A thread's share of the slices of a matrix, 128 rows by 16 columns, that a group brings to shared memory: neighbours read neighbouring memory.</summary>
/// <remarks>Its eight elements are a fixed step apart, in the matrix and in shared memory.</remarks>
internal readonly struct SliceReader
{
    /// <summary>Rows of a slice.</summary>
    public const int Rows = 128;

    /// <summary>Columns of a slice.</summary>
    public const int Depth = 16;

    /// <summary>Elements in shared memory from one column of a slice to the next: a multiple of four, and four more than the rows, so that columns begin in other banks.</summary>
    public const int Pitch = Rows + 4;

    private readonly DeviceMatrix _matrix;
    private readonly int _row, _rowStep, _column, _columnStep;
    private readonly long _place, _placeStep;

    /// <param name="matrix">The matrix.</param>
    /// <param name="firstRow">First row of the slices.</param>
    /// <param name="thread">Of the group.</param>
    public SliceReader(DeviceMatrix matrix, int firstRow, int thread)
    {
        bool down = matrix.RowsAreContiguous;
        int row = down ? thread % Rows : thread / Depth;
        _matrix = matrix;
        _column = down ? thread / Rows : thread % Depth;
        _rowStep = down ? 0 : GroupSize.Threads / Depth;
        _columnStep = down ? GroupSize.Threads / Rows : 0;
        _row = firstRow + row;
        _place = matrix.Place(_row, _column);
        _placeStep = matrix.Place(_rowStep, _columnStep);
        Slot = _column * Pitch + row;
        SlotStep = _columnStep * Pitch + _rowStep;
    }

    /// <summary>Where in shared memory the first element goes.</summary>
    public int Slot { get; }

    /// <summary>From one element to the next.</summary>
    public int SlotStep { get; }

    /// <summary>The elements of the slice that begins at a column, zeros outside the matrix.</summary>
    public SliceShare Read(int firstColumn)
    {
        long place = _place + _matrix.Place(0, firstColumn);
        return new SliceShare(
            At(place, firstColumn, 0), At(place, firstColumn, 1), At(place, firstColumn, 2), At(place, firstColumn, 3),
            At(place, firstColumn, 4), At(place, firstColumn, 5), At(place, firstColumn, 6), At(place, firstColumn, 7));
    }

    private float At(long place, int firstColumn, int index)
    {
        bool exists = _row + index * _rowStep < _matrix.Rows && firstColumn + _column + index * _columnStep < _matrix.Columns;
        return exists ? _matrix.AtPlace(place + index * _placeStep) : 0;
    }
}
