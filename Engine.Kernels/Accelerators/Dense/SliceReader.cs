namespace Engine.Kernels;

/// <summary>A thread's share of the slices of a matrix, 128 rows by 16 columns, that a group brings to shared memory: neighbours read neighbouring memory.</summary>
/// <remarks>A position advances by one step from load to load and by another from slice to slice, so that a load costs an addition.</remarks>
internal readonly struct SliceReader
{
    /// <summary>Rows of a slice.</summary>
    public const int Rows = 128;

    /// <summary>Columns of a slice.</summary>
    public const int Depth = 16;

    /// <summary>Elements a thread loads.</summary>
    public const int Loads = Rows * Depth / GroupSize.Threads;

    /// <summary>Elements in shared memory from one column of a slice to the next: a multiple of four, and four more than the rows, so that columns begin in other banks.</summary>
    public const int Pitch = Rows + 4;

    private readonly DeviceMatrix _matrix;
    private readonly int _row, _rowInSlice, _rowStep, _column, _columnStep;
    private readonly long _place, _placeStep;

    /// <param name="matrix">The matrix.</param>
    /// <param name="firstRow">First row of the slices.</param>
    /// <param name="thread">Of the group.</param>
    public SliceReader(DeviceMatrix matrix, int firstRow, int thread)
    {
        bool down = matrix.RowsAreContiguous;
        _matrix = matrix;
        _rowInSlice = down ? thread % Rows : thread / Depth;
        _column = down ? thread / Rows : thread % Depth;
        _rowStep = down ? 0 : GroupSize.Threads / Depth;
        _columnStep = down ? GroupSize.Threads / Rows : 0;
        _row = firstRow + _rowInSlice;
        _place = matrix.Place(_row, _column);
        _placeStep = matrix.Place(_rowStep, _columnStep);
    }

    /// <summary>Where in shared memory a load goes.</summary>
    public int Slot(int load) => (_column + load * _columnStep) * Pitch + _rowInSlice + load * _rowStep;

    /// <summary>The element of a load of the slice that begins at a column, 0 outside the matrix.</summary>
    public float Read(int firstColumn, int load)
    {
        bool exists = _row + load * _rowStep < _matrix.Rows && firstColumn + _column + load * _columnStep < _matrix.Columns;
        return exists ? _matrix.AtPlace(_place + _matrix.Place(0, firstColumn) + load * _placeStep) : 0;
    }
}
