namespace Engine.Kernels;

/// <summary>Where rows of 2^levels elements lie that a kernel transforms: one or more side by side in each row of a matrix.</summary>
/// <param name="count">Number of rows.</param>
/// <param name="levels">log2 of their length.</param>
/// <param name="beside">How many lie side by side.</param>
/// <param name="stride">Elements from one row of the matrix to the next.</param>
internal readonly struct PaddedRows(int count, int levels, int beside, long stride)
{
    private readonly int _levels = levels;
    private readonly Divisor _beside = new(beside);
    private readonly long _stride = stride;

    public int Count { get; } = count;

    public int Levels => _levels;

    public int Beside => _beside.Value;

    /// <summary>Elements of all rows.</summary>
    public long Elements => (long)Count << _levels;

    /// <summary>Whether elements follow each other without gaps, through all rows.</summary>
    public bool AreDense => (long)_beside.Value << _levels == _stride;

    /// <summary>Position of the first element of a row.</summary>
    public long Start(int row)
    {
        int above = _beside.Quotient(row);
        return above * _stride + ((long)(row - above * _beside.Value) << _levels);
    }

    /// <summary>Position of an element, numbered through all rows.</summary>
    public long Place(long element) => Start((int)(element >> _levels)) + (element & ((1L << _levels) - 1));
}
