namespace Engine.Kernels;

/// <summary>A dense fp32 matrix, or the transpose of one, inside a <see cref="DeviceArray{T}"/>; it refers to memory and owns none.</summary>
/// <remarks>The default value is the empty 0 x 0 matrix. A view is valid until its buffer is disposed.</remarks>
public readonly unsafe struct MatrixView
{
    private readonly DeviceArray<float>? _buffer;
    private readonly long _start;

    /// <summary>A row-major matrix without gaps, from the first element of a buffer.</summary>
    /// <param name="buffer">Holds at least rows * columns elements.</param>
    /// <param name="rows">Rows, at least 0.</param>
    /// <param name="columns">Columns, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The matrix does not fit in the buffer.</exception>
    public MatrixView(DeviceArray<float> buffer, int rows, int columns)
        : this(buffer, start: 0, rows, columns, stride: columns)
    {
    }

    /// <summary>A row-major matrix anywhere in a buffer.</summary>
    /// <param name="buffer">Holds the elements.</param>
    /// <param name="start">Position of element (0, 0).</param>
    /// <param name="rows">Rows, at least 0.</param>
    /// <param name="columns">Columns, at least 0.</param>
    /// <param name="stride">Elements from one row to the next, at least <paramref name="columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the start is negative, or the stride is below the columns.</exception>
    /// <exception cref="ArgumentException">The matrix does not fit in the buffer.</exception>
    public MatrixView(DeviceArray<float> buffer, long start, int rows, int columns, int stride)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, columns);
        long needed = rows == 0 || columns == 0 ? 0 : (rows - 1L) * stride + columns;
        if (start > buffer.Length - needed)
        {
            throw new ArgumentException(
                $"start + (rows - 1) * stride + columns <= length does not hold: start={start}, rows={rows}, columns={columns}, stride={stride}, length={buffer.Length}.",
                nameof(buffer));
        }

        _buffer = buffer;
        _start = start;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    private MatrixView(DeviceArray<float>? buffer, long start, int rows, int columns, int stride, bool isTransposed)
    {
        _buffer = buffer;
        _start = start;
        Rows = rows;
        Columns = columns;
        Stride = stride;
        IsTransposed = isTransposed;
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Elements from one stored row to the next; from one column to the next when <see cref="IsTransposed"/>.</summary>
    public int Stride { get; }

    /// <summary>True when columns, not rows, are contiguous in memory.</summary>
    public bool IsTransposed { get; }

    /// <summary>The transpose, of the same memory.</summary>
    public MatrixView Transposed => new(_buffer, _start, Columns, Rows, Stride, !IsTransposed);

    /// <summary>Elements from (i, j) to (i + 1, j).</summary>
    internal nint RowStep => IsTransposed ? 1 : Stride;

    /// <summary>Elements from (i, j) to (i, j + 1).</summary>
    internal nint ColumnStep => IsTransposed ? Stride : 1;

    /// <summary>Element (0, 0); null for the default view. The caller keeps the view's <see cref="Owner"/> alive while it uses the pointer.</summary>
    /// <exception cref="ArgumentException">The matrix does not lie in host memory.</exception>
    internal float* Pointer => _buffer is null ? null : HostMemory.Of(_buffer).Pointer + _start;

    /// <summary>Where the elements are; null for the default view.</summary>
    internal DeviceArray<float>? Array => _buffer;

    /// <summary>Position of element (0, 0) in <see cref="Array"/>.</summary>
    internal long Start => _start;

    /// <summary>The buffer, for <see cref="GC.KeepAlive"/>.</summary>
    internal object? Owner => _buffer;

    /// <summary>Part of the matrix, of the same memory.</summary>
    /// <param name="row">First row.</param>
    /// <param name="column">First column.</param>
    /// <param name="rows">Rows of the part, at least 0.</param>
    /// <param name="columns">Columns of the part, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the matrix.</exception>
    public MatrixView Block(int row, int column, int rows, int columns)
    {
        if (row < 0 || rows < 0 || row > Rows - rows || column < 0 || columns < 0 || column > Columns - columns)
        {
            throw new ArgumentOutOfRangeException(
                nameof(row),
                $"rows [{row}, {row} + {rows}) and columns [{column}, {column} + {columns}) do not lie inside a {Rows} x {Columns} matrix.");
        }

        // An empty part may begin one past the end, where its start would leave the buffer.
        long start = rows == 0 || columns == 0 ? _start : _start + row * (long)RowStep + column * (long)ColumnStep;
        return new MatrixView(_buffer, start, rows, columns, Stride, IsTransposed);
    }
}
