namespace Engine.Kernels;

/// <summary>The tiles on and below the diagonal of a square matrix.</summary>
/// <remarks>
/// Folded into lines of T tiles, which integers decode exactly: tile row T - 1 - p, of T - p tiles, is followed in line p by the tile row p - 1, of p tiles.
/// </remarks>
/// <param name="order">Rows and columns of the matrix, at least 1.</param>
/// <param name="side">Rows and columns of a tile.</param>
internal readonly struct LowerTiles(int order, int side) : ITileGrid
{
    private readonly int _side = side;
    private readonly int _down = (order - 1) / side + 1;

    public long Count => (long)_down * (_down + 1) / 2;

    public int Row(int tile)
    {
        int line = tile / _down, first = _down - line;
        return (tile % _down < first ? first - 1 : line - 1) * _side;
    }

    public int Column(int tile)
    {
        int first = _down - tile / _down, place = tile % _down;
        return (place < first ? place : place - first) * _side;
    }

    public bool Has(int row, int column) => column <= row;
}
