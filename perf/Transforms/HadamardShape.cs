namespace Engine.Perf;

/// <summary>Rows to transform.</summary>
/// <param name="Levels">log2 of the length of a row.</param>
/// <param name="Rows">Number of rows, a power of two; one row is shared by nobody.</param>
/// <param name="Target">Nanoseconds per element to reach on one thread, or null.</param>
internal sealed record HadamardShape(int Levels, int Rows, double? Target = null)
{
    // Few enough that nothing overflows.
    private const int RowTransforms = 16;
    private const int ShortLevels = 14;

    /// <summary>N.</summary>
    public int Length => 1 << Levels;

    /// <summary>All elements.</summary>
    public int Elements => Length * Rows;

    /// <summary>Transforms of the same memory in one run.</summary>
    public int Transforms => Rows == 1 ? RowTransforms : 1;

    /// <summary>Whether a run is over too soon to be timed alone. Runs then follow one another, and each one's copy of the input is timed with it.</summary>
    public bool IsShort => Rows == 1 && Levels <= ShortLevels;

    /// <summary>As many rows as fill a number of elements.</summary>
    public static HadamardShape Batch(int levels, int elements) => new(levels, elements >> levels);

    /// <inheritdoc/>
    public override string ToString() => Rows == 1 ? $"N=2^{Levels} one row" : $"N=2^{Levels} {Rows} rows";
}
