namespace Engine.Kernels;

/// <summary>How every device cuts the rows of a sparse matrix: into pieces of at most <see cref="Length"/> entries, counted from the beginning of the row.</summary>
/// <remarks>
/// A row's sum is the sum of its first piece, the head, to which those of the others, the tails, are added in order; so one huge row among empty ones is
/// shared by many workers, and the order of every sum depends on the row alone. Within <c>Length</c> consecutive entries of the matrix at most one tail begins: two
/// tails are at least that far apart. The number of those entries is its slot, where its sum is kept until the head collects it.
/// </remarks>
internal static class RowPieces
{
    /// <summary>Entries of a whole piece.</summary>
    public const int Length = 1024;

    /// <summary>Lanes that add up a piece in double precision: lane l adds entries l, l + 32 ..., then lane l adds lane l + 16, then l + 8, 4, 2, 1.</summary>
    public const int Lanes = 32;

    /// <summary>Slots for the tails of a matrix; none when every row is one piece.</summary>
    public static long Slots(long capacity) => capacity <= Length ? 0 : (capacity + Length - 1) / Length;

    /// <summary>Additions on the longest path from an entry to the sum of a row in double precision.</summary>
    public static int Depth(long entries) => Length / Lanes + 5 + (int)(entries / Length);

    /// <summary>First entry of the tail that begins in a slot; a position outside the row, or the row's own beginning, when none does.</summary>
    /// <param name="slot">A slot.</param>
    /// <param name="rowBegin">Beginning of the row that has the slot's first entry.</param>
    public static long TailBegin(long slot, long rowBegin) => rowBegin + (slot * Length - rowBegin + Length - 1) / Length * Length;

    /// <summary>The row of an entry below the last offset.</summary>
    public static unsafe int RowOf(long* offsets, int rows, long entry)
    {
        int low = 0, high = rows;
        while (high - low > 1)
        {
            int middle = low + (high - low) / 2;
            if (offsets[middle] <= entry) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>The first row whose number plus beginning is at least a position: rows cut there have about equally many entries and rows.</summary>
    public static unsafe int RowAt(long* offsets, int rows, long position)
    {
        int low = 0, high = rows;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (offsets[middle] + middle < position) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
