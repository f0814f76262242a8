namespace Engine.Kernels;

/// <summary>The tiles on and below the diagonal of a square matrix.</summary>
/// <remarks>
/// Folded into a rectangle, which integers decode exactly: tile row T - 1 - p, of T - p tiles, is followed in the same line by the tile row of p + 1 tiles
/// when T is even, of p tiles when it is odd.
/// </remarks>
/// <param name="order">Rows and columns of the matrix, at least 1.</param>
internal readonly struct LowerTiles(int order) : ITileGrid
{
    private readonly int _down = (order - 1) / ITileGrid.Tile + 1;

    public long Count => (long)_down * (_down + 1) / 2;

    public int Row(int tile)
    {
        int line = tile / Width, first = _down - line;
        return (tile % Width < first ? first - 1 : line - 1 + Even) * ITileGrid.Tile;
    }

    public int Column(int tile)
    {
        int first = _down - tile / Width, place = tile % Width;
        return (place < first ? place : place - first) * ITileGrid.Tile;
    }

    public bool Has(int row, int column) => column <= row;

    private int Even => 1 - (_down & 1);

    private int Width => _down + Even;
}
