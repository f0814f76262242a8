namespace Engine.Tests.Conformance;

/// <summary>How many entries each row of a sparse matrix has, and how many columns there are to spread them over.</summary>
/// <param name="Name">What failures say.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Lengths">Entries of each row.</param>
/// <param name="Room">Entries there is room for and that do not exist.</param>
internal sealed record SparsePattern(string Name, int Columns, int[] Lengths, int Room = 0)
{
    /// <summary>Empty, tiny, prime, full, ragged, around the groups of every kernel, and rows around the pieces products cut them into.</summary>
    public static IReadOnlyList<SparsePattern> All { get; } =
    [
        new("0x0", 0, []),
        new("0x5", 5, []),
        new("5x0, room", 0, [0, 0, 0, 0, 0], Room: 3),
        new("1x1 empty", 1, [0]),
        new("1x1 full", 1, [1]),
        new("3x4 empty, room", 4, [0, 0, 0], Room: 2),
        new("7x13", 13, Ragged(7, 13)),
        new("17x19 full", 19, Constant(17, 19)),
        new("31x9 room", 9, Ragged(31, 9), Room: 5),
        new("257x3", 3, Ragged(257, 3)),
        new("2x300", 300, [300, 0]),
        new("one huge row among empty ones", 2500, [0, 0, 0, 0, 2500, 0, 0, 0, 0]),
        new("rows around pieces", 2100, [1023, 1, 1024, 0, 1025, 2047, 0, 0, 2048, 2049, 3, 2100]),
    ];

    /// <summary>Row lengths from 0 to the number of columns, in no order.</summary>
    public static int[] Ragged(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(row => (row * 7 + 3) % (columns + 1))];

    public static int[] Constant(int rows, int length) => [.. Enumerable.Repeat(length, rows)];

    public override string ToString() => Name;
}
